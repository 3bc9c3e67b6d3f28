using System.Text;

namespace Meridian.Phones.Tests.Agreement;

/// <summary>Draws a text that a digit pattern of the metadata matches; not uniformly, but every branch has its chance.</summary>
internal sealed class PatternSampler(string pattern, Random random)
{
    private int at;

    public static string Draw(string pattern, Random random)
    {
        var text = new StringBuilder();
        new PatternSampler(pattern, random).Alternatives(text);
        return text.ToString();
    }

    /// <summary>Reads all alternatives and keeps one of them.</summary>
    private void Alternatives(StringBuilder text)
    {
        var options = new List<string>();
        do
        {
            var option = new StringBuilder();
            while (at < pattern.Length && pattern[at] is not ('|' or ')'))
                Counted(option);
            options.Add(option.ToString());
        }
        while (at < pattern.Length && pattern[at] == '|' && at++ >= 0);
        text.Append(options[random.Next(options.Count)]);
    }

    private void Counted(StringBuilder text)
    {
        var begin = at;
        var part = new StringBuilder();
        Atom(part);
        var end = at;
        var (min, max) = Count();
        var after = at;
        var times = random.Next(min, max + 1);
        for (var i = 0; i < times; i++)
        {
            at = begin;
            part.Clear();
            Atom(part);
            text.Append(part);
        }

        at = times == 0 ? after : end == at ? after : throw new FormatException(pattern);
    }

    private (int Min, int Max) Count()
    {
        if (at >= pattern.Length)
            return (1, 1);
        if (pattern[at] == '?')
        {
            at++;
            return (0, 1);
        }

        if (pattern[at] != '{')
            return (1, 1);
        var close = pattern.IndexOf('}', at);
        var numbers = pattern[(at + 1)..close].Split(',');
        at = close + 1;
        return (int.Parse(numbers[0]), int.Parse(numbers[^1]));
    }

    private void Atom(StringBuilder text)
    {
        var c = pattern[at++];
        switch (c)
        {
            case '(':
                if (pattern[at] == '?')
                    at += 2;
                Alternatives(text);
                at++;
                break;
            case '[':
                var close = pattern.IndexOf(']', at);
                var set = new List<char>();
                for (var i = at; i < close; i++)
                {
                    if (pattern[i] == '-')
                    {
                        for (var d = (char)(pattern[i - 1] + 1); d < pattern[i + 1]; d++)
                            set.Add(d);
                    }
                    else
                    {
                        set.Add(pattern[i]);
                    }
                }

                at = close + 1;
                text.Append(set[random.Next(set.Count)]);
                break;
            case '$':
                break;
            default:
                text.Append(c);
                break;
        }
    }
}
