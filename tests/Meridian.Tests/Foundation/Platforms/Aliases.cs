global using Catalogue = Meridian.Foundation.Platforms.Platforms;
