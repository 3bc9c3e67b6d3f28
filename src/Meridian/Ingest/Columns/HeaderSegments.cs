namespace Meridian.Ingest.Columns;

/// <summary>A run of a header's words: a known phrase, or one word that is not known.</summary>
internal sealed record HeaderSegment(string Text, Phrase? Phrase);

/// <summary>Cuts a header's words into known phrases by dynamic programming: fewest unknown words first, then fewest phrases.</summary>
internal static class HeaderSegments
{
    private const double UnknownWord = 10;
    private const int MostWords = 96;
    private const int ShortestHalf = 3;

    public static IReadOnlyList<HeaderSegment> Cut(IReadOnlyList<string> words)
    {
        // A header is a name; a whole questionnaire sentence is judged by its beginning.
        var count = Math.Min(words.Count, MostWords);
        var cost = new double[count + 1];
        var last = new HeaderSegment[count + 1];
        var from = new int[count + 1];
        Array.Fill(cost, double.MaxValue);
        cost[0] = 0;
        for (var start = 0; start < count; start++)
        {
            var text = "";
            for (var end = start + 1; end <= count && text.Length < HeaderLexicon.LongestPhrase; end++)
            {
                text += words[end - 1];
                var phrase = HeaderLexicon.Find(text);
                if (phrase is null && end > start + 1)
                    continue;
                var total = cost[start] + (phrase is null ? CostOfUnknown(text) : CostOf(phrase));
                if (total < cost[end])
                {
                    cost[end] = total;
                    last[end] = new HeaderSegment(text, phrase);
                    from[end] = start;
                }
            }
        }

        var segments = new List<HeaderSegment>();
        for (var end = count; end > 0; end = from[end])
            segments.Add(last[end]);
        segments.Reverse();
        return [.. segments.SelectMany(Spread)];
    }

    /// <summary>A number of up to two digits counts words of the same kind: "phone 2".</summary>
    private static double CostOfUnknown(string word) => word.All(char.IsAsciiDigit) ? 1.5 : UnknownWord;

    private static double CostOf(Phrase phrase) => phrase switch
    {
        _ when phrase.Strong.Any() => 1,
        { Foreign: true } => 1.1,
        { Senses.Count: > 0 } or { Account: true } => 1.2,
        _ => 1.3,
    };

    /// <summary>Numbers are dropped; an unknown word that two known ones make up ("customeremail") is taken apart.</summary>
    private static IEnumerable<HeaderSegment> Spread(HeaderSegment segment)
    {
        if (segment.Phrase is not null)
            return [segment];
        if (segment.Text.All(char.IsAsciiDigit))
            return segment.Text.Length <= 2 ? [] : [segment];
        for (var cut = segment.Text.Length - ShortestHalf; cut >= ShortestHalf; cut--)
        {
            if (HeaderLexicon.Find(segment.Text[..cut]) is { } head && HeaderLexicon.Find(segment.Text[cut..]) is { } tail)
                return [new(segment.Text[..cut], head), new(segment.Text[cut..], tail)];
        }

        return [segment];
    }
}
