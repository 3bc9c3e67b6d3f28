using System.Globalization;
using System.Text.RegularExpressions;
using Meridian.PhoneData.Automata;
using Meridian.PhoneData.Patterns;
using PhoneNumbers;

namespace Meridian.PhoneData.Plan;

/// <summary>
/// One way to write a number: widths of its groups and three templates in which the characters 1 to 5 of Unicode stand for groups.
/// </summary>
internal sealed partial record FormatPlan(IReadOnlyList<(int Min, int Max)> Groups, string National, string International, string Rfc3966)
{
    /// <summary>The characters that RFC 3966 writes as one hyphen; of those that the reference knows, the ones that templates use.</summary>
    private const string Separators = "-x ()./[]~";

    public static FormatPlan Of(NumberFormat format)
    {
        var root = PatternParser.Parse(format.Pattern).Root;
        var groups = (root is Sequence sequence ? sequence.Parts : [root]).Select(Width).ToList();
        if (groups.Count > 5)
            throw new FormatException($"{format.Pattern} has more groups than templates can name.");
        var rule = format.NationalPrefixFormattingRule;
        var national = string.IsNullOrEmpty(rule) ? format.Format : FirstGroup().Replace(format.Format, rule, 1);
        var international = Template(format.Format);
        return new FormatPlan(groups, Template(national), international, Hyphenated(international));
    }

    /// <summary>From a national number to the first format of the list that fits, counted from 1.</summary>
    public static Automaton Choice(IReadOnlyList<NumberFormat> formats)
    {
        var program = new PatternProgram();
        for (var i = 0; i < formats.Count; i++)
        {
            program.AddWhole(PatternParser.Parse(formats[i].Pattern).Root, 2 * i);
            var leading = formats[i].LeadingDigitsPatternCount;
            if (leading > 0)
                program.AddBeginning(PatternParser.Parse(formats[i].GetLeadingDigitsPattern(leading - 1)).Root, (2 * i) + 1);
        }

        return SetConstruction.Build(program, labels =>
        {
            for (var i = 0; i < formats.Count; i++)
            {
                if (labels.Contains(2 * i) && (formats[i].LeadingDigitsPatternCount == 0 || labels.Contains((2 * i) + 1)))
                    return i + 1;
            }

            return 0;
        });
    }

    private static (int Min, int Max) Width(PatternNode part) => part switch
    {
        CaptureGroup { Part: DigitSet { Mask: DigitSet.All } } => (1, 1),
        CaptureGroup { Part: Repeat { Part: DigitSet { Mask: DigitSet.All }, Min: > 0 } repeat } => (repeat.Min, repeat.Max),
        _ => throw new FormatException($"A format's pattern holds {part}: its groups are no longer plain widths."),
    };

    private static string Template(string format)
    {
        if (AmbiguousGroup().IsMatch(format))
            throw new FormatException($"'{format}': a digit behind a group.");
        return GroupReference().Replace(format, m => ((char)(m.Groups["group"].Value[0] - '0')).ToString(CultureInfo.InvariantCulture));
    }

    private static string Hyphenated(string template)
    {
        if (template.Any(c => c > 5 && !char.IsAsciiDigit(c) && !Separators.Contains(c, StringComparison.Ordinal)))
            throw new FormatException($"'{template}' holds a separator that is new.");
        return RunOfSeparators().Replace(template, "-").TrimStart('-');
    }

    [GeneratedRegex(@"(?<group>\$[0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstGroup();

    [GeneratedRegex(@"\$(?<group>[1-5])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GroupReference();

    [GeneratedRegex(@"\$[0-9][0-9]|\$[^1-5]", RegexOptions.None, 1000)]
    private static partial Regex AmbiguousGroup();

    [GeneratedRegex(@"[-x ()./\[\]~]+", RegexOptions.None, 1000)]
    private static partial Regex RunOfSeparators();
}
