using System.Text.RegularExpressions;

namespace Meridian.Ingest;

/// <summary>What a file's source may be called, to begin with: the same for next month's file of the same app.</summary>
public static partial class SourceNames
{
    private const int Longest = 60;

    /// <param name="fileName">Such as "WhatsApp contacts 2026-11-03 (2).csv": "whatsapp-contacts".</param>
    public static string Of(string fileName)
    {
        var name = fileName;
        while (Path.GetExtension(name) is { Length: > 1 and <= 8 } extension && extension[1..].All(char.IsAsciiLetterOrDigit) && name.Length > extension.Length)
            name = name[..^extension.Length];
        name = Counters().Replace(name, " ");
        name = Blanks().Replace(name, "-").Trim('-').ToLowerInvariant();
        if (name.Length > Longest)
            name = name[..Longest].TrimEnd('-');
        return name.Length == 0 ? "file" : name;
    }

    /// <summary>Dates, numbers of downloads: what differs from one file to the next.</summary>
    [GeneratedRegex(@"\(\d+\)|(?<!\d)(19|20)\d{2}([-_.年]?\d{1,2}([-_.月]?\d{1,2}日?)?)?(?!\d)|(?<![\p{L}\d])\d+(?![\p{L}\d])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counters();

    [GeneratedRegex(@"[\s\p{P}\p{S}]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks();
}
