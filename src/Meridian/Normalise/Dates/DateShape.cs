using NodaTime;

namespace Meridian.Normalise;

/// <summary>
/// A written date before its order is settled: either a day that reads one way, or two or three numbers. The detector looks at the shape, the reader resolves it.
/// </summary>
internal struct DateShape
{
    /// <summary>A spreadsheet reads two-digit years so, and a spreadsheet is where they come from: 00 to 29 are 2000s, 30 to 99 are 1900s.</summary>
    public const int LastTwoDigitYearOf2000s = 29;

    /// <summary>No living customer was born earlier; a year before it is a slip.</summary>
    public const int FirstYear = 1850;

    public const int LastYear = 2100;

    /// <summary>Years above are of the Buddhist era, 543 ahead.</summary>
    private const int FirstBuddhistYear = 2400;

    private const int BuddhistOffset = 543;

    public enum Form : byte
    {
        None,

        /// <summary>Year, month and day are known: A, B, C.</summary>
        Calendar,

        /// <summary>Month and day are known, the year is not given: B, C.</summary>
        Annual,

        /// <summary>A, B are day and month in some order; C is the year.</summary>
        YearLast,

        /// <summary>A, B, C have two digits at most: any of the three orders.</summary>
        ShortYear,

        /// <summary>A, B are day and month in some order; no year.</summary>
        Pair,
    }

    public Form Kind;
    public int A;
    public int B;
    public int C;
    public TimeOfDay Time;

    /// <summary>True if the order decides what the cell means.</summary>
    public readonly bool DependsOnOrder => Kind is Form.YearLast or Form.ShortYear or Form.Pair;

    public static bool TryRead(ReadOnlySpan<char> text, out DateShape shape)
    {
        shape = default;
        if (text.Length is < 3 or > DateTokens.LongestText)
            return false;
        return TryIso(text, out shape) || TryTokens(text, out shape);
    }

    private static bool TryTokens(ReadOnlySpan<char> text, out DateShape shape)
    {
        shape = default;
        // --05-23: ISO 8601's and vCard's date without a year.
        var annual = text.StartsWith("--");
        Span<DateToken> tokens = stackalloc DateToken[DateTokens.Most];
        var count = DateTokens.Split(annual ? text[2..] : text, tokens);
        if (count < 1 || !TimeOfDay.TryTake(tokens, ref count, out shape.Time))
            return false;
        count = DropSmallWords(tokens[..count]);
        count = JoinEras(tokens[..count]);
        var rest = tokens[..count];
        var ok = annual ? TryAnnual(rest, ref shape) : TryUnits(rest, ref shape) || TryMonthName(rest, ref shape) || TryNumbers(rest, ref shape);
        // A time of day without a year says nothing that can be kept.
        return ok && !(shape.Time.IsPresent && shape.Kind is Form.Annual or Form.Pair);
    }

    /// <summary>The day under one order, if the calendar has it.</summary>
    public readonly bool TryDay(DateOrder order, out LocalDate day)
    {
        var (year, month, date) = (Kind, order) switch
        {
            (Form.Calendar, _) => (A, B, C),
            (Form.YearLast, DateOrder.DayMonthYear) => (C, B, A),
            (Form.YearLast, DateOrder.MonthDayYear) => (C, A, B),
            (Form.ShortYear, DateOrder.DayMonthYear) => (Century(C), B, A),
            (Form.ShortYear, DateOrder.MonthDayYear) => (Century(C), A, B),
            (Form.ShortYear, DateOrder.YearMonthDay) => (Century(A), B, C),
            _ => default,
        };
        if (year > FirstBuddhistYear)
            year -= BuddhistOffset;
        return TryCalendar(year, month, date, out day);
    }

    /// <summary>Month and day under one order, in a leap year. Year first leaves month before day.</summary>
    public readonly bool TryMonthDay(DateOrder order, out int month, out int day)
    {
        (month, day) = Kind == Form.Annual ? (B, C) : order == DateOrder.DayMonthYear ? (B, A) : (A, B);
        return Kind is Form.Annual or Form.Pair && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(2000, month);
    }

    private static bool TryCalendar(int year, int month, int day, out LocalDate date)
    {
        date = default;
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
            return false;
        date = new(year, month, day);
        return true;
    }

    private static int Century(int year) => year <= LastTwoDigitYearOf2000s ? 2000 + year : 1900 + year;

    // The commonest shape of all, 2024-03-05, alone.
    private static bool TryIso(ReadOnlySpan<char> text, out DateShape shape)
    {
        shape = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        int year = 0, month = 0, day = 0;
        for (var i = 0; i < 10; i++)
        {
            var digit = text[i] - '0';
            if (i is 4 or 7)
                continue;
            if (digit is < 0 or > 9)
                return false;
            if (i < 4)
                year = (year * 10) + digit;
            else if (i < 7)
                month = (month * 10) + digit;
            else
                day = (day * 10) + digit;
        }
        (shape.Kind, shape.A, shape.B, shape.C) = (Form.Calendar, year, month, day);
        return true;
    }

    // "mar" is a month only if no other word is; of two ("mar 5 mar 2024") the second is.
    private static int DropSmallWords(Span<DateToken> tokens)
    {
        int months = 0, either = 0;
        foreach (ref readonly var token in tokens)
        {
            if (token.IsWord(DateWordKind.Month) && token.IsWord(DateWordKind.Weekday | DateWordKind.Filler))
                either++;
            else if (token.IsWord(DateWordKind.Month))
                months++;
        }
        var count = 0;
        foreach (ref readonly var token in tokens)
        {
            var small = token.IsWord(DateWordKind.Weekday | DateWordKind.Filler) && !token.IsWord(DateWordKind.MonthMarker);
            if (small && token.IsWord(DateWordKind.Month))
                small = months > 0 || either-- > 1;
            if (!small)
                tokens[count++] = token;
        }
        return count;
    }

    // 令和6年 and 民國113年 become a four-digit year.
    private static int JoinEras(Span<DateToken> tokens)
    {
        var count = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            if (token.IsWord(DateWordKind.Era) && i + 1 < tokens.Length && tokens[i + 1] is { IsNumber: true, Digits: <= 3 })
            {
                var era = token;
                token = tokens[++i];
                token.Value += Math.Abs((int)era.Word.Number);
                token.Digits = 4;
                token.Before = era.Before;
            }
            tokens[count++] = token;
        }
        return count;
    }

    private static bool TryAnnual(ReadOnlySpan<DateToken> t, ref DateShape shape)
    {
        if (t is [{ IsNumber: true, Digits: 4 } both])
            (shape.Kind, shape.B, shape.C) = (Form.Annual, (int)both.Value / 100, (int)both.Value % 100);
        else if (t is [{ IsNumber: true, Digits: <= 2 } month, { IsNumber: true, Before: '-', Digits: <= 2 } day])
            (shape.Kind, shape.B, shape.C) = (Form.Annual, (int)month.Value, (int)day.Value);
        return shape.Kind == Form.Annual;
    }

    private static bool TryUnits(ReadOnlySpan<DateToken> t, ref DateShape shape)
    {
        long year = -1, month = -1, day = -1;
        var yearDigits = 0;
        for (var i = 0; i < t.Length; i += 2)
        {
            if (!t[i].IsNumber || t[i].Digits > 4)
                return false;
            // The last unit may be missing: 2024年3月5.
            var unit = i + 1 < t.Length ? t[i + 1] : new DateToken { Kind = DateTokenKind.Unit, Value = 'd' };
            if (i == 0 && t.Length == 1)
                return false;
            if (unit.IsUnit('y') && year < 0)
                (year, yearDigits) = (t[i].Value, t[i].Digits);
            else if (unit.IsUnit('M') && month < 0)
                month = t[i].Value;
            else if (unit.IsUnit('d') && day < 0)
                day = t[i].Value;
            else
                return false;
        }
        if (month < 0 || day < 0)
            return false;
        (shape.Kind, shape.A, shape.B, shape.C) = (year < 0 ? Form.Annual : Form.Calendar, (int)(yearDigits <= 2 && year >= 0 ? Century((int)year) : year), (int)month, (int)day);
        return true;
    }

    private static bool TryMonthName(ReadOnlySpan<DateToken> t, ref DateShape shape)
    {
        var at = -1;
        for (var i = 0; i < t.Length; i++)
        {
            if (t[i].IsNumber)
                continue;
            if (t[i].Kind != DateTokenKind.Word || !t[i].Word.Is(DateWordKind.Month | DateWordKind.MonthMarker) || at >= 0)
                return false;
            at = i;
        }
        if (at < 0)
            return false;
        // "tháng 3": the word says that a number is the month.
        var marker = !t[at].Word.Is(DateWordKind.Month);
        if (marker && (at + 1 >= t.Length || t[at + 1].Digits > 2))
            return false;
        var month = marker ? (int)t[at + 1].Value : t[at].Word.Number;
        DateToken first = default, second = default;
        var numbers = 0;
        for (var i = 0; i < t.Length; i++)
        {
            if (i == at || (marker && i == at + 1))
                continue;
            if (numbers++ == 0)
                first = t[i];
            else
                second = t[i];
        }
        if (numbers == 1 && first.Digits <= 2)
            (shape.Kind, shape.B, shape.C) = (Form.Annual, month, (int)first.Value);
        else if (numbers == 2 && first.Digits == 4 && second.Digits <= 2)
            (shape.Kind, shape.A, shape.B, shape.C) = (Form.Calendar, (int)first.Value, month, (int)second.Value);
        else if (numbers == 2 && first.Digits <= 2 && second.Digits is 2 or 4)
            (shape.Kind, shape.A, shape.B, shape.C) = (Form.Calendar, second.Digits == 2 ? Century((int)second.Value) : (int)second.Value, month, (int)first.Value);
        return shape.Kind != Form.None;
    }

    private static bool TryNumbers(ReadOnlySpan<DateToken> t, ref DateShape shape)
    {
        foreach (ref readonly var token in t)
        {
            if (!token.IsNumber)
                return false;
        }
        switch (t)
        {
            case [{ Digits: 8 } all]:
                (shape.Kind, shape.A, shape.B, shape.C) = (Form.Calendar, (int)(all.Value / 10_000), (int)(all.Value / 100 % 100), (int)(all.Value % 100));
                break;
            case [{ Digits: 14 } all] when !shape.Time.IsPresent:
                var clock = (int)(all.Value % 1_000_000);
                if (clock / 10_000 > 23 || clock / 100 % 100 > 59 || clock % 100 > 59)
                    return false;
                shape.Time = new() { IsPresent = true, Time = new(clock / 10_000, clock / 100 % 100, clock % 100) };
                (shape.Kind, shape.A, shape.B, shape.C) = (Form.Calendar, (int)(all.Value / 10_000_000_000), (int)(all.Value / 100_000_000 % 100), (int)(all.Value / 1_000_000 % 100));
                break;
            case [{ Digits: 4 } year, { Digits: <= 2 } month, { Digits: <= 2 } day] when IsSeparated(month, day):
                (shape.Kind, shape.A, shape.B, shape.C) = (Form.Calendar, (int)year.Value, (int)month.Value, (int)day.Value);
                break;
            case [{ Digits: <= 2 } a, { Digits: <= 2 } b, { Digits: 2 or 4 } c] when IsSeparated(b, c):
                // Two digits can be a year in front only if they are two: "5-3-24" has no year first.
                (shape.Kind, shape.A, shape.B, shape.C) = (c.Digits == 4 ? Form.YearLast : Form.ShortYear, (int)a.Value, (int)b.Value, (int)c.Value);
                break;
            case [{ Digits: <= 2 } a, { Digits: <= 2, Before: '/' or '-' } b]:
                (shape.Kind, shape.A, shape.B) = (Form.Pair, (int)a.Value, (int)b.Value);
                break;
            default:
                return false;
        }
        return true;
    }

    private static bool IsSeparated(DateToken b, DateToken c) => b.Before == c.Before && b.Before is '/' or '-' or '.' or ' ';
}
