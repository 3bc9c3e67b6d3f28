global using Meridian.PageTests.Running;
global using Meridian.WebTests.Running;
global using Microsoft.Playwright;
global using Xunit;
global using static Microsoft.Playwright.Assertions;
