namespace Meridian.PageTests.Running;

/// <summary>What somebody does who has a keyboard and no mouse.</summary>
internal static class Keys
{
    /// <summary>Steps that anybody would take before they gave up.</summary>
    private const int MostSteps = 150;

    /// <summary>Tab by Tab until it has the focus.</summary>
    public static async Task To(IPage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var step = 0; step < MostSteps; step++)
        {
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{target} is not reached by the keyboard: after {MostSteps} steps the focus is on {await page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)")}");
    }

    /// <summary>Goes there and presses a key.</summary>
    public static async Task Press(IPage page, ILocator target, string key = "Enter")
    {
        await To(page, target);
        await page.Keyboard.PressAsync(key);
    }

    /// <summary>Goes there and types, in place of what stands there.</summary>
    public static async Task Type(IPage page, ILocator target, string text)
    {
        await To(page, target);
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync(text);
    }
}
