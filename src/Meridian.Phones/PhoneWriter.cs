using System.Text;
using Meridian.Phones.Plan;

namespace Meridian.Phones;

/// <summary>Writes numbers in the four formats.</summary>
internal static class PhoneWriter
{
    /// <summary>More than any format of any number needs, in characters.</summary>
    public const int Longest = 96;

    public static bool TryWrite(in PhoneNumber number, PhoneFormat format, Span<char> destination, out int written)
    {
        if (destination.Length >= Longest)
        {
            written = Write(in number, format, destination);
            return true;
        }

        Span<char> buffer = stackalloc char[Longest];
        var length = Write(in number, format, buffer);
        var fits = buffer[..length].TryCopyTo(destination);
        written = fits ? length : 0;
        return fits;
    }

    public static bool TryWrite(in PhoneNumber number, PhoneFormat format, Span<byte> destination, out int written)
    {
        Span<char> buffer = stackalloc char[Longest];
        var length = Write(in number, format, buffer);
        return Encoding.UTF8.TryGetBytes(buffer[..length], destination, out written);
    }

    private static int Write(in PhoneNumber number, PhoneFormat format, Span<char> to)
    {
        if (format == PhoneFormat.E164)
            return number.Code == 0 ? 0 : WriteE164(in number, to);
        if (number.Plan is not { } plan)
            return 0;
        Span<byte> national = stackalloc byte[32];
        var digits = (ReadOnlySpan<byte>)national[..number.NationalDigits(national)];
        var at = 0;
        if (format != PhoneFormat.National)
        {
            if (format == PhoneFormat.Rfc3966)
                at = Append("tel:", to, at);
            to[at++] = '+';
            at = AppendCode(plan.Code, to, at);
        }

        if (format != PhoneFormat.National)
            to[at++] = format == PhoneFormat.Rfc3966 ? '-' : ' ';
        at = AppendNational(plan, digits, format, to, at);
        if (number.ExtensionDigits.Length > 0)
        {
            at = Append(format == PhoneFormat.Rfc3966 ? ";ext=" : plan.ExtensionLabel, to, at);
            at = Append(number.ExtensionDigits, to, at);
        }

        return at;
    }

    /// <summary>The format of every import: straight from the integer.</summary>
    private static int WriteE164(in PhoneNumber number, Span<char> to)
    {
        to[0] = '+';
        var at = AppendCode(number.Code, to, 1);
        for (var zeros = Math.Min((int)number.LeadingZeros, PhoneNumber.MostZeros); zeros > 0; zeros--)
            to[at++] = '0';
        var rest = number.National;
        var end = at + PhoneNumber.DigitCount(rest);
        for (var i = end - 1; i >= at; i--)
        {
            var tenth = rest / 10;
            to[i] = (char)('0' + (int)(rest - (tenth * 10)));
            rest = tenth;
        }

        return end;
    }

    private static int AppendNational(CallingCode plan, ReadOnlySpan<byte> digits, PhoneFormat format, Span<char> to, int at)
    {
        var world = NumberingPlan.World;
        var choice = format == PhoneFormat.National ? plan.National : plan.International;
        var found = world.Automaton.Match(choice.Start, digits);
        if (found == 0)
            return AppendDigits(digits, to, at);
        var chosen = world.Formats[choice.First + found - 1];
        var template = format switch
        {
            PhoneFormat.National => chosen.National,
            PhoneFormat.Rfc3966 => chosen.Rfc3966,
            _ => chosen.International,
        };
        Span<byte> ends = stackalloc byte[6];
        Divide(chosen, digits.Length, ends);
        foreach (var c in template)
            at = c <= 5 ? AppendDigits(digits[ends[c - 1]..ends[c]], to, at) : Append(c, to, at);
        return at;
    }

    /// <summary>Where each group ends; an earlier group takes as many digits as the later ones leave it.</summary>
    private static void Divide(NumberFormat format, int length, Span<byte> ends)
    {
        var later = 0;
        foreach (var min in format.Min)
            later += min;
        ends[0] = 0;
        for (var i = 0; i < format.Min.Length; i++)
        {
            later -= format.Min[i];
            ends[i + 1] = (byte)(ends[i] + Math.Min(format.Max[i], length - ends[i] - later));
        }
    }

    private static int Append(ReadOnlySpan<char> text, Span<char> to, int at)
    {
        text.CopyTo(to[at..]);
        return at + text.Length;
    }

    private static int Append(char c, Span<char> to, int at)
    {
        to[at] = c;
        return at + 1;
    }

    private static int AppendDigits(ReadOnlySpan<byte> digits, Span<char> to, int at)
    {
        to = to.Slice(at, digits.Length);
        for (var i = 0; i < digits.Length; i++)
            to[i] = (char)('0' + digits[i]);
        return at + digits.Length;
    }

    private static int AppendCode(int code, Span<char> to, int at)
    {
        if (code >= 100)
            to[at++] = (char)('0' + (code / 100));
        if (code >= 10)
            to[at++] = (char)('0' + (code / 10 % 10));
        to[at++] = (char)('0' + (code % 10));
        return at;
    }
}
