using System.Text.Json;

namespace Meridian.CliTests.Running;

/// <summary>One line of what a command printed, as JSON; anything that is not one JSON document on one line fails the test.</summary>
internal static class Json
{
    public static JsonElement Of(string line)
    {
        Assert.DoesNotContain('\n', line.TrimEnd('\n'));
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
