using System.Globalization;
using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>Escapes, compound values and dates of vCard (RFC 6350 sections 3.4 and 4.3).</summary>
internal static class VCardText
{
    /// <summary>Resolves \n, \, \; and \\.</summary>
    public static string Unescape(string value)
    {
        if (!value.Contains('\\'))
            return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
            {
                i++;
                text.Append(value[i] is 'n' or 'N' ? '\n' : value[i]);
            }
            else
            {
                text.Append(value[i]);
            }
        }
        return text.ToString();
    }

    /// <summary>Parts of a compound value, unescaped: "Kahlo;Frida" has two.</summary>
    public static List<string> Components(string value)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && value[i] == '\\')
            {
                i++;
            }
            else if (i >= value.Length || value[i] == ';')
            {
                parts.Add(Unescape(value[start..Math.Min(i, value.Length)]).Trim());
                start = i + 1;
            }
        }
        // A backslash at the very end steps over the end.
        if (start <= value.Length && value.EndsWith('\\'))
            parts.Add(Unescape(value[start..]).Trim());
        return parts;
    }

    /// <summary>"19850412" and "1985-04-12T00:00:00" as "1985-04-12"; a date without year ("--0412") stays as written.</summary>
    public static string Date(string value)
    {
        var day = value.Split('T')[0].Trim();
        return DateOnly.TryParseExact(day, ["yyyyMMdd", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : value;
    }
}
