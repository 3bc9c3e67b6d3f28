using System.Text;
using Meridian.Foundation.Geography;
using Meridian.Normalise;
using Meridian.Phones;

namespace Meridian.Numbers;

/// <summary>What the numbering plan says of a number.</summary>
public enum NumberVerdict
{
    /// <summary>No number of any country at hand.</summary>
    Impossible,

    /// <summary>The length fits, but no operator is known to have the range.</summary>
    Possible,

    /// <summary>The plan has a type for it.</summary>
    Valid,
}

/// <summary>One row's number: two words, so that millions of rows make no object.</summary>
/// <param name="Key">By <see cref="NumberSet.Pack"/>; 0 where there is no number.</param>
/// <param name="Judgement">What is said of it.</param>
public readonly record struct ScreenedNumber(ulong Key, NumberJudgement Judgement)
{
    /// <summary>Null where there is no number.</summary>
    public string? E164 => Key == 0 ? null : NumberSet.Unpack(Key);

    /// <summary>Equal for the forms under which one mobile number is still written; what duplicates, customers and lists are found by. 0 where there is no number.</summary>
    public ulong MatchKey => NumberSet.Match(Key);

    public NumberVerdict Verdict => Judgement.Verdict;

    /// <inheritdoc cref="NumberJudgement.Reason"/>
    public string? Reason => Judgement.Reason;

    /// <inheritdoc cref="NumberJudgement.Country"/>
    public string? Country => Judgement.Country;

    public string? Type => Judgement.Type;

    /// <inheritdoc cref="NumberJudgement.Zones"/>
    public string? Zones => Judgement.Zones;

    /// <summary>Reads the number of a cell; of several the first valid one, else the first possible one.</summary>
    public static ScreenedNumber Read(ReadOnlySpan<char> cell, string? rowCountry, string? columnCountry, string? country)
    {
        if (PlainPhone.TryFind(cell, out var plain))
            return Of(in plain);
        if (!PhoneCell.HoldsSeveral(cell))
            return ReadOne(cell, rowCountry, columnCountry, country);
        ScreenedNumber? best = null;
        var numbers = 0;
        foreach (var part in PhoneCell.Split(cell))
        {
            var one = ReadOne(cell[part], rowCountry, columnCountry, country);
            numbers += one.Key == 0 ? 0 : 1;
            if (best is null || one.Verdict > best.Value.Verdict)
                best = one;
        }

        // A cell that holds several has two parts at least.
        var (key, said) = best!.Value;
        return numbers > 1
            ? new(key, NumberJudgement.Of(said.Verdict, said.Reason is null ? "first of several numbers" : said.Reason + "; first of several numbers", said.Country, said.Type, said.Zones))
            : best.Value;
    }

    /// <summary>The same of a line of UTF-8, which states no country.</summary>
    internal static ScreenedNumber Read(ReadOnlySpan<byte> line, string? columnCountry, string? country) =>
        PlainPhone.TryFind(line, out var plain) ? Of(in plain) : ReadDecoded(line, columnCountry, country);

    private static ScreenedNumber ReadDecoded(ReadOnlySpan<byte> line, string? columnCountry, string? country)
    {
        const int usual = 256;
        var text = line.Length <= usual ? stackalloc char[usual] : new char[line.Length];
        return Read(text[..Encoding.UTF8.GetChars(line, text)], null, columnCountry, country);
    }

    private static ScreenedNumber ReadOne(ReadOnlySpan<char> cell, string? rowCountry, string? columnCountry, string? country)
    {
        var text = CellText.CleanKnown(cell);
        if (text.IsEmpty)
            return None("no number");
        if (!PhoneText.TryFind(text, rowCountry, columnCountry, country, out var number, out var problem))
            return None(Problem(text, rowCountry ?? columnCountry ?? country, problem!));
        return Of(in number);
    }

    private static ScreenedNumber Of(in PhoneNumber number)
    {
        var key = NumberSet.Pack(in number);
        if (key == 0)
            return None("too long");
        return new ScreenedNumber(key, number.IsValid
            ? NumberJudgement.Of(in number)
            : NumberJudgement.Of(NumberVerdict.Possible, NumberingFacts.LengthProblem(in number) ?? "empty range", PhoneText.CountryOf(in number), null, null));
    }

    /// <summary>A row that holds no number, and why.</summary>
    private static ScreenedNumber None(string reason) => new(0, NumberJudgement.Of(NumberVerdict.Impossible, reason, null, null, null));

    /// <summary>The plan's own word where it has one; else what reading the text said ("was rounded by a spreadsheet; ...").</summary>
    private static string Problem(ReadOnlySpan<char> text, string? region, string problem)
    {
        if (problem.StartsWith("holds", StringComparison.Ordinal))
            return "no digits";
        if (problem.StartsWith("is too ", StringComparison.Ordinal))
            return problem.Contains("short", StringComparison.Ordinal) ? "too short" : "too long";
        if (problem.StartsWith("was ", StringComparison.Ordinal))
            return "rounded by a spreadsheet";
        if (problem.StartsWith("is an extension", StringComparison.Ordinal))
            return "extension without its number";
        var digits = Digits(text);
        if (region is null && digits[0] != '+')
            return "no country code";
        return NumberingFacts.LengthProblem(digits, region)
            ?? (region is null || digits[0] == '+' ? "no such number" : $"no number of {Countries.Get(region)?.EnglishName ?? region}");
    }

    private static string Digits(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[40];
        var length = 0;
        foreach (var c in text)
        {
            if (length == 0 && c is '+' or '＋')
                digits[length++] = '+';
            else if (char.IsDigit(c) && length < digits.Length)
                digits[length++] = (char)('0' + (int)char.GetNumericValue(c));
        }

        var found = digits[..length];
        return found is ['0', '0', _, ..] ? "+" + found[2..].ToString() : found.ToString();
    }
}
