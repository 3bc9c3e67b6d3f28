using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Meridian.Samples;

/// <summary>One part of a name: in its own script, in Latin letters, and as plain a-z for e-mail addresses and handles.</summary>
public sealed record NamePart(string Native, string Latin)
{
    /// <summary>Lower-case a-z only: "Muñoz" is "munoz", "Al Kaabi" is "alkaabi".</summary>
    public string Plain { get; } = ToPlain(Latin);

    private static string ToPlain(string latin)
    {
        var plain = new StringBuilder(latin.Length);
        foreach (var c in latin.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Replace("đ", "d", StringComparison.Ordinal)
                     .Replace("ı", "i", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterLower(c))
                plain.Append(c);
        }

        return plain.ToString();
    }
}

/// <summary>How the parts make a whole name in the culture's own script.</summary>
public enum NameOrder
{
    /// <summary>Sarah Miller.</summary>
    GivenFirst,

    /// <summary>Lucía Moreno Vidal: the father's and the mother's family name.</summary>
    GivenFirstTwoFamilies,

    /// <summary>山田 太郎.</summary>
    FamilyFirstSpaced,

    /// <summary>王芳.</summary>
    FamilyFirstJoined,
}

/// <summary>The name lists of one culture, from the embedded file Names/KEY.txt (our own lists of common names; no list of real people).</summary>
public sealed class NameCulture
{
    private static readonly ConcurrentDictionary<string, NameCulture> Loaded = new(StringComparer.Ordinal);

    private NameCulture(string key, Dictionary<string, List<NamePart>> sections, NameOrder order)
    {
        Key = key;
        Order = order;
        Families = [.. sections["family"]];
        FemaleFamilies = [.. sections.GetValueOrDefault("family-female", sections["family"])];
        FemaleGiven = [.. sections["female"]];
        MaleGiven = [.. sections["male"]];
    }

    public string Key { get; }

    public NameOrder Order { get; }

    public NamePart[] Families { get; }

    /// <summary>The same as <see cref="Families"/> where family names do not agree with gender.</summary>
    public NamePart[] FemaleFamilies { get; }

    public NamePart[] FemaleGiven { get; }

    public NamePart[] MaleGiven { get; }

    /// <summary>The culture of a key such as "zh"; read once.</summary>
    public static NameCulture Of(string key) => Loaded.GetOrAdd(key, Read);

    private static NameCulture Read(string key)
    {
        using var stream = typeof(NameCulture).Assembly.GetManifestResourceStream($"Meridian.Samples.Names.{key}.txt")
            ?? throw new ArgumentException($"There is no name list '{key}'.", nameof(key));
        using var reader = new StreamReader(stream, Encoding.UTF8);

        var sections = new Dictionary<string, List<NamePart>>(StringComparer.Ordinal);
        var order = NameOrder.GivenFirst;
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (line.StartsWith('['))
            {
                var end = line.IndexOf(']', StringComparison.Ordinal);
                section = line[1..end];
                line = line[(end + 1)..];
                if (section == "order")
                {
                    order = OrderOf(line.Trim());
                    continue;
                }

                sections[section] = [];
            }

            foreach (var entry in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                sections[section].AddRange(Parts(entry, sections["family"]));
        }

        return new NameCulture(key, sections, order);
    }

    // "王=Wang" is one part, "Smith" is written in Latin already, "+а=+a" is every family name with an ending.
    private static IEnumerable<NamePart> Parts(string entry, List<NamePart> families)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        var (native, latin) = equals < 0 ? (entry, entry) : (entry[..equals], entry[(equals + 1)..]);
        return native.StartsWith('+')
            ? families.Select(f => new NamePart(f.Native + native[1..], f.Latin + latin[1..]))
            : [new NamePart(native, latin)];
    }

    private static NameOrder OrderOf(string text) => text switch
    {
        "given-first" => NameOrder.GivenFirst,
        "given-first-two-families" => NameOrder.GivenFirstTwoFamilies,
        "family-first-spaced" => NameOrder.FamilyFirstSpaced,
        "family-first-joined" => NameOrder.FamilyFirstJoined,
        _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no order of names.")),
    };
}
