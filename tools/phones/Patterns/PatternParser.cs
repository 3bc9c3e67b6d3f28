namespace Meridian.PhoneData.Patterns;

/// <summary>
/// Reads the small part of the regular expressions' language that the metadata uses: digits, sets, groups with and without capture, alternatives,
/// <c>?</c>, <c>{m,n}</c> and <c>$</c>. Anything else stops the generator, so that a future release of the metadata cannot be misread silently.
/// </summary>
internal sealed class PatternParser
{
    private readonly string pattern;
    private int at;

    private PatternParser(string pattern) => this.pattern = pattern;

    /// <summary>How many groups capture.</summary>
    public int Captures { get; private set; }

    public static (PatternNode Root, int Captures) Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var root = parser.Alternatives();
        if (parser.at != pattern.Length)
            throw parser.Unknown();
        return (root, parser.Captures);
    }

    private PatternNode Alternatives()
    {
        var options = new List<PatternNode> { Parts() };
        while (Take('|'))
            options.Add(Parts());
        return options.Count == 1 ? options[0] : new Choice(options);
    }

    private PatternNode Parts()
    {
        var parts = new List<PatternNode>();
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
            parts.Add(Counted(Atom()));
        return parts.Count == 1 ? parts[0] : new Sequence(parts);
    }

    private PatternNode Atom()
    {
        var c = pattern[at++];
        switch (c)
        {
            case >= '0' and <= '9':
                return new DigitSet(1 << (c - '0'));
            case '[':
                return new DigitSet(Set());
            case '\\' when Take('d'):
                return new DigitSet(DigitSet.All);
            case '$':
                return new AtEnd();
            case '(':
                var number = 0;
                if (Take('?'))
                {
                    if (!Take(':'))
                        throw Unknown();
                }
                else
                {
                    number = ++Captures;
                }

                var inner = Alternatives();
                if (!Take(')'))
                    throw Unknown();
                return number == 0 ? inner : new CaptureGroup(inner, number);
            default:
                throw Unknown();
        }
    }

    private int Set()
    {
        var mask = 0;
        while (!Take(']'))
        {
            var first = Digit();
            var last = Take('-') ? Digit() : first;
            for (var d = first; d <= last; d++)
                mask |= 1 << d;
        }

        return mask;
    }

    private PatternNode Counted(PatternNode part)
    {
        if (Take('?'))
            return new Repeat(part, 0, 1);
        if (!Take('{'))
            return part;
        var min = Number();
        var max = Take(',') ? Number() : min;
        if (!Take('}'))
            throw Unknown();
        return new Repeat(part, min, max);
    }

    private int Digit() => at < pattern.Length && char.IsAsciiDigit(pattern[at]) ? pattern[at++] - '0' : throw Unknown();

    private int Number()
    {
        var number = Digit();
        while (at < pattern.Length && char.IsAsciiDigit(pattern[at]))
            number = (number * 10) + Digit();
        return number;
    }

    private bool Take(char c)
    {
        if (at >= pattern.Length || pattern[at] != c)
            return false;
        at++;
        return true;
    }

    private FormatException Unknown() => new($"'{pattern}' has something new at {at}: teach the generator first.");
}
