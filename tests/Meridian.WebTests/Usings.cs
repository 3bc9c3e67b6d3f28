global using Meridian.EngineTests.Store;
global using Xunit;
