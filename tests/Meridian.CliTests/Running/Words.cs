using System.Text;

namespace Meridian.CliTests.Running;

/// <summary>Splits a line as a shell does: blanks part words, double and single quotes keep them together, a backslash takes the next letter as it is, # begins a remark.</summary>
internal static class Words
{
    public static string[] Of(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (inside, quote) = (false, '\0');
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                (quote, inside) = (quote == '\0' ? c : '\0', true);
            }
            else if (c == '\\' && quote != '\'' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
                inside = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (inside)
                    words.Add(word.ToString());
                word.Clear();
                inside = false;
            }
            else if (quote == '\0' && c == '#' && !inside)
            {
                break;
            }
            else
            {
                word.Append(c);
                inside = true;
            }
        }

        if (inside)
            words.Add(word.ToString());
        return [.. words];
    }
}
