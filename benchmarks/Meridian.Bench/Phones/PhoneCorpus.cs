using System.Text;
using Meridian.Phones.Tests.Agreement;
using Reference = PhoneNumbers;

namespace Meridian.Bench;

/// <summary>Numbers to read, and the region that each is read in; null for none.</summary>
internal sealed record PhoneCorpus(string Name, string[] Texts, string?[] Regions)
{
    public byte[][] Utf8 { get; } = Texts.Select(Encoding.UTF8.GetBytes).ToArray();

    /// <summary>The example numbers of all regions and types in E.164.</summary>
    public static PhoneCorpus Clean() => PhoneLists.Rows("phone_examples_all_regions.csv") is { } rows
        ? Of("clean, E.164", rows.Select(r => (r["e164"], (string?)null)))
        : Of("clean, E.164 (made from the metadata)", Examples(Reference.PhoneNumberFormat.E164).Select(e => (e.Text, (string?)null)));

    /// <summary>The same as they are dialled at home.</summary>
    public static PhoneCorpus National() => Of("clean, national", Examples(Reference.PhoneNumberFormat.NATIONAL).Select(e => (e.Text, (string?)e.Region)));

    /// <summary>The same in sixteen spellings.</summary>
    public static PhoneCorpus Messy() => PhoneLists.Rows("phone_messy_a.csv") is { } rows
        ? Of("messy", rows.Select(r => (r["raw"], r["default_region"] == "-" ? null : r["default_region"])))
        : Of("messy (made from the metadata)", Examples(Reference.PhoneNumberFormat.INTERNATIONAL).SelectMany(e => new[]
        {
            (e.Text.Replace(' ', '.'), (string?)null), ($"Tel {e.Text} (office)", null), ($"{e.Text} ext. 12", null), (e.Text.Replace("+", "00", StringComparison.Ordinal), "DE"),
        }));

    private static PhoneCorpus Of(string name, IEnumerable<(string Text, string? Region)> rows)
    {
        var all = rows.ToArray();
        return new PhoneCorpus(name, all.Select(r => r.Text).ToArray(), all.Select(r => r.Region).ToArray());
    }

    private static IEnumerable<(string Text, string Region)> Examples(Reference.PhoneNumberFormat format)
    {
        var util = Reference.PhoneNumberUtil.GetInstance();
        foreach (var region in util.GetSupportedRegions().Order(StringComparer.Ordinal))
        {
            foreach (var type in Enum.GetValues<Reference.PhoneNumberType>())
            {
                if (type != Reference.PhoneNumberType.UNKNOWN && util.GetExampleNumberForType(region, type) is { } number)
                    yield return (util.Format(number, format), region);
            }
        }
    }
}
