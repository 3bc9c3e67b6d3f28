using System.Collections.Frozen;

namespace Meridian.Normalise;

/// <summary>
/// Takes a number's digits out of a cell: invisible marks, labels, trailing words and a spreadsheet's damage are handled here; whose number it is, is
/// <see cref="PhoneText"/>'s affair.
/// </summary>
internal static class PhoneDigits
{
    /// <summary>Digits that suffice for a number, so that letters behind them are words and not a vanity number (1-800-FLOWERS has 4 before its letters).</summary>
    private const int DigitsOfANumber = 7;

    private const int LongestExtensionWord = 12;

    /// <summary>Words before an extension, in small letters.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ExtensionWords = new[]
    {
        "x", "xt", "ext", "extn", "extension", "extensión", "anexo", "interno", "ramal", "poste", "durchwahl", "dw", "dahili", "доб", "добавочный", "вн", "分机", "分機", "内线", "內線", "内線", "转", "轉", "내선", "تحويلة", "ต่อ",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The cell's digits (and vanity letters) behind a plus where it is international; or what is wrong, in words for a person.</summary>
    /// <param name="buffer">Room for 64 characters.</param>
    public static bool TryTake(ReadOnlySpan<char> cell, Span<char> buffer, out int length, out bool international, out string? problem)
    {
        problem = null;
        return TryCleanPlain(cell, buffer, out length, out international) || TryClean(cell, buffer, out length, out international, out problem);
    }

    /// <summary>
    /// <see cref="TryClean"/> for the cells that most lists hold: digits, blanks, hyphens and brackets, a plus in front. False: another
    /// sort of cell.
    /// </summary>
    private static bool TryCleanPlain(ReadOnlySpan<char> cell, Span<char> buffer, out int length, out bool international)
    {
        length = 0;
        international = false;
        if (cell.Length is < 2 or > 40)
            return false;
        var from = 0;
        if (cell[0] == '+')
        {
            international = true;
            buffer[length++] = '+';
            from = 1;
        }

        foreach (var c in cell[from..])
        {
            if (char.IsAsciiDigit(c))
                buffer[length++] = c;
            else if (c is not (' ' or '-' or '(' or ')'))
                return false;
        }

        if (!international && length > 2 && buffer[0] == '0' && buffer[1] == '0')
        {
            international = true;
            buffer[2..length].CopyTo(buffer[1..]);
            buffer[0] = '+';
            length--;
        }

        // The two zeros count as they do there, so that both say the same of a number that is too long.
        var digits = (international ? length - 1 : length) + (international && cell[0] != '+' ? 2 : 0);
        // Whatever is wrong with a length has its words in one place.
        return digits is >= 4 and <= 25;
    }

    /// <summary>
    /// Reduces a cell to digits (and vanity letters), a leading plus, or says why it cannot be a number.
    /// </summary>
    private static bool TryClean(ReadOnlySpan<char> cell, Span<char> buffer, out int length, out bool international, out string? problem)
    {
        length = 0;
        international = false;
        problem = null;
        cell = cell.Trim();
        if (cell.Length > 0 && cell[0] == '\'')
            cell = cell[1..].TrimStart();
        if (cell.StartsWith("p:", StringComparison.OrdinalIgnoreCase))
            cell = cell[2..].TrimStart();
        if (cell.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            cell = cell[4..];
            var parameters = cell.IndexOf(';');
            if (parameters > 0)
                cell = cell[..parameters];
        }

        if (IsExtension(cell))
        {
            problem = "is an extension, and the number before it is missing";
            return false;
        }

        if (IsScientific(cell))
        {
            var whole = new char[32];
            if (!TryExpand(cell, whole, out var places))
            {
                problem = "was rounded by a spreadsheet; the last digits are lost";
                return false;
            }

            cell = whole.AsSpan(0, places);
        }

        // A spreadsheet's ".0" stands behind an unbroken number; in "+82.102.000.0" the dots only separate.
        if (cell.EndsWith(".0", StringComparison.Ordinal) && cell.IndexOf('.') == cell.Length - 2)
            cell = cell[..^2];

        var digits = 0;
        var letters = 0;
        var grouped = IsGrouped(cell);
        // "+49 (0) 1511/2345678": one number, as PhoneCell says too.
        var one = PhoneCell.IsOneInternational(cell);
        for (var i = 0; i < cell.Length; i++)
        {
            var c = cell[i];
            if (grouped && c == ',')
                continue;
            var digit = Digit(c);
            if (digit >= 0)
            {
                if (length == buffer.Length)
                {
                    problem = "is too long for a phone number";
                    return false;
                }

                buffer[length++] = (char)('0' + digit);
                digits++;
            }
            else if (c is '+' or '＋')
            {
                if (digits == 0)
                {
                    length = 0;
                    letters = 0;
                    international = true;
                }
                else if (digits >= DigitsOfANumber)
                {
                    break;
                }
            }
            else if (char.IsLetter(c))
            {
                // Words behind a whole number ("(office)", "ext", "WhatsApp") are not part of it; words before it are its label.
                if (digits >= DigitsOfANumber)
                    break;
                if (digits > 0 && char.IsAsciiLetter(c) && length < buffer.Length)
                {
                    buffer[length++] = char.ToUpperInvariant(c);
                    letters++;
                }
            }
            else if (c is '/' or ',' or ';' or '|' or '\n' && digits >= DigitsOfANumber && !(one && c == '/'))
            {
                break;
            }
            else if (c is '#' or '*' && digits >= DigitsOfANumber)
            {
                break;
            }
        }

        // Letters count as a vanity number only in the one form they have there: after a few digits, and enough of them to make a number.
        if (letters > 0 && digits + letters < DigitsOfANumber)
        {
            problem = digits == 0 ? "holds no digits" : "is too short for a phone number";
            return false;
        }

        if (!international && length > 2 && buffer[0] == '0' && buffer[1] == '0')
        {
            international = true;
            buffer[2..length].CopyTo(buffer);
            length -= 2;
        }

        if (international && length == buffer.Length)
        {
            // Sixty-four letters behind a plus, and no room for the plus.
            problem = "is too long for a phone number";
            return false;
        }

        if (international)
        {
            // "+49 (0) 170" and "++49" end here as one plus and digits.
            buffer[..length].CopyTo(buffer[1..Math.Min(buffer.Length, length + 1)]);
            buffer[0] = '+';
            length++;
        }

        if (digits == 0)
            problem = "holds no digits";
        else if (digits < 4)
            problem = "is too short for a phone number";
        else if (digits > 25)
            problem = "is too long for a phone number";
        return problem is null;
    }

    /// <summary>"x23456", "ext. 801", "分机 1234": what stands behind a number, without it; with as many digits as a number has it is one after all.</summary>
    private static bool IsExtension(ReadOnlySpan<char> cell)
    {
        var label = 0;
        while (label < cell.Length && char.IsLetter(cell[label]))
            label++;
        if (label is 0 or > LongestExtensionWord)
            return false;
        Span<char> word = stackalloc char[LongestExtensionWord];
        cell[..label].ToLowerInvariant(word);
        if (!ExtensionWords.Contains(word[..label]))
            return false;
        var digits = 0;
        foreach (var c in cell[label..])
        {
            if (Digit(c) >= 0)
                digits++;
            else if (c is '+' or '＋' || char.IsLetter(c))
                return false;
        }

        return digits is > 0 and < DigitsOfANumber;
    }

    /// <summary>4.47911123456E+11 holds all twelve digits; 8.61381E+12 does not hold thirteen.</summary>
    private static bool TryExpand(ReadOnlySpan<char> cell, Span<char> whole, out int places)
    {
        places = 0;
        var e = cell.IndexOfAny('e', 'E');
        foreach (var c in cell[..e])
        {
            if (char.IsAsciiDigit(c) && places < whole.Length)
                whole[places++] = c;
        }

        return cell.IndexOfAny('.', ',') == 1
            && int.TryParse(cell[(e + 1)..], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var exponent)
            && places == exponent + 1;
    }

    /// <summary>8.61381E+12: a number as a spreadsheet shows a long one.</summary>
    internal static bool IsScientific(ReadOnlySpan<char> cell)
    {
        var e = cell.IndexOfAny('e', 'E');
        if (e <= 0 || e + 1 >= cell.Length)
            return false;
        var mantissa = cell[..e];
        var exponent = cell[(e + 1)..];
        if (exponent[0] is '+' or '-')
            exponent = exponent[1..];
        return exponent.Length is 1 or 2 && !exponent.ContainsAnyExceptInRange('0', '9')
            && mantissa.IndexOfAnyExcept("0123456789.,+-") < 0;
    }

    /// <summary>"1,202,555,0188": a spreadsheet wrote the number with its marks for thousands, or somebody put commas for hyphens.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> cell)
    {
        if (cell.StartsWith("+", StringComparison.Ordinal))
            cell = cell[1..];
        var run = 0;
        var commas = 0;
        foreach (var c in cell)
        {
            if (char.IsAsciiDigit(c) && ++run <= 4)
                continue;
            if (c != ',' || run == 0)
                return false;
            commas++;
            run = 0;
        }

        return commas > 1 && run >= 3;
    }

    private static int Digit(char c) => c is >= '0' and <= '9' ? c - '0' : c < 128 ? -1 : (int)char.GetNumericValue(c) is var n and >= 0 and <= 9 && char.IsDigit(c) ? n : -1;
}
