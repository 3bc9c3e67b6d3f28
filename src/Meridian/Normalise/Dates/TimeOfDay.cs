using NodaTime;

namespace Meridian.Normalise;

/// <summary>The clock time and the offset inside a written date.</summary>
internal struct TimeOfDay
{
    public bool IsPresent;
    public LocalTime Time;
    public Offset? Offset;

    /// <summary>24:00 is the next day's midnight (ISO 8601).</summary>
    public bool IsNextDay;

    /// <summary>Takes the time out of the tokens, wherever it stands. False if there is something like a time that no clock shows.</summary>
    public static bool TryTake(Span<DateToken> tokens, ref int count, out TimeOfDay time)
    {
        time = default;
        var hourAt = Find(tokens[..count]);
        if (hourAt < 0)
            return true;
        var end = hourAt + 1;
        int hour, minute = 0, second = 0;
        long nanoseconds = 0;
        var first = tokens[hourAt];
        if (first.Digits is 4 or 6)
        {
            var value = first.Digits == 4 ? first.Value * 100 : first.Value;
            (hour, minute, second) = ((int)(value / 10_000), (int)(value / 100 % 100), (int)(value % 100));
        }
        else
        {
            hour = (int)first.Value;
            if (TakePart(tokens[..count], ref end, 'h', ':', out minute))
                TakePart(tokens[..count], ref end, 'm', ':', out second);
            if (end < count && tokens[end].IsUnit('s'))
                end++;
        }
        if (end < count && tokens[end] is { IsNumber: true, Before: '.' or ',', Apart: false, Digits: <= 9 } fraction && end - hourAt == (first.Digits is 4 or 6 ? 1 : 3))
        {
            nanoseconds = fraction.Value * Pow10(9 - fraction.Digits);
            end++;
        }
        var start = hourAt;
        var half = default(DateWord);
        if (end < count && tokens[end].Kind == DateTokenKind.Word && tokens[end].Word.IsHalfDay)
            half = tokens[end++].Word;
        else if (start > 0 && tokens[start - 1].Kind == DateTokenKind.Word && tokens[start - 1].Word.IsHalfDay)
            half = tokens[--start].Word;
        if (half.Kind != DateWordKind.None && !TryHalfDay(half, ref hour))
            return false;
        if (!TryOffset(tokens[..count], ref end, out time.Offset))
            return false;
        time.IsNextDay = hour == 24 && minute == 0 && second == 0 && nanoseconds == 0;
        if (hour > (time.IsNextDay ? 24 : 23) || minute > 59 || second > 59)
            return false;
        time.Time = LocalTime.FromHourMinuteSecondNanosecond(hour % 24, minute, second, nanoseconds);
        time.IsPresent = true;
        tokens[end..count].CopyTo(tokens[start..]);
        count -= end - start;
        return true;
    }

    /// <summary>Where the hour stands: before a colon or an hour unit, behind a T, before AM or PM, or before a stop if a year went before.</summary>
    private static int Find(ReadOnlySpan<DateToken> tokens)
    {
        var year = false;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (!token.IsNumber)
                continue;
            if (token.Digits <= 2 && i + 1 < tokens.Length)
            {
                ref readonly var next = ref tokens[i + 1];
                // 05/03/2024 10.30: a stop for a colon, as in Indonesia, Finland and Denmark.
                if (next.IsUnit('h') || (next is { IsNumber: true, Digits: 2, Apart: false } && (next.Before == ':' || (year && next.Before == '.' && token.Before is ' ' or ','))))
                    return i;
            }
            if (i > 0 && token.Before == '\0' && tokens[i - 1] is { Kind: DateTokenKind.Word, Before: '\0' } && tokens[i - 1].IsWord(DateWordKind.Filler) && token.Digits is 4 or 6)
                return i;
            year |= token.Digits == 4;
        }
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            if (tokens[i] is { IsNumber: true, Digits: <= 2 } && tokens[i + 1].Kind == DateTokenKind.Word && tokens[i + 1].Word is { IsHalfDay: true } half
                && !half.Is(DateWordKind.Filler | DateWordKind.Weekday | DateWordKind.Month))
                return i;
        }
        return -1;
    }

    // Minutes or seconds: behind a colon or stop, or behind a unit, with or without a unit of their own.
    private static bool TakePart(ReadOnlySpan<DateToken> tokens, ref int end, char unit, char sign, out int value)
    {
        value = 0;
        var i = end;
        var unitSeen = i < tokens.Length && tokens[i].IsUnit(unit);
        if (unitSeen)
            end = ++i;
        if (i >= tokens.Length || !tokens[i].IsNumber || tokens[i].Digits > 2)
            return false;
        var follows = unitSeen ? tokens[i].Before is '\0' or ' ' && (i + 1 == tokens.Length || !tokens[i + 1].IsUnit('y') && !tokens[i + 1].IsUnit('M') && (tokens[i].Before == '\0' || tokens[i + 1].Kind == DateTokenKind.Unit))
            : tokens[i].Before == sign || (tokens[i].Before == '.' && !tokens[i].Apart && tokens[i].Digits == 2);
        if (!follows)
            return false;
        value = (int)tokens[i].Value;
        end = i + 1;
        return true;
    }

    private static bool TryHalfDay(DateWord half, ref int hour)
    {
        // 13:05 PM is redundant but clear; 13:05 AM is a contradiction. "晚上12点" is midnight to some and unclear to a machine.
        if (half.Is(DateWordKind.Am))
            hour = hour == 12 ? 0 : hour;
        else if (half.Is(DateWordKind.Pm))
            hour = hour < 12 ? hour + 12 : hour;
        else if (hour is 12 or 0)
            return false;
        else if (half.Is(DateWordKind.Evening))
            hour = hour < 12 ? hour + 12 : hour;
        return !half.Is(DateWordKind.Am | DateWordKind.Morning) || hour < 12;
    }

    private static bool TryOffset(ReadOnlySpan<DateToken> tokens, ref int end, out Offset? offset)
    {
        offset = null;
        var named = false;
        if (end < tokens.Length && tokens[end].IsWord(DateWordKind.Utc))
        {
            named = true;
            offset = NodaTime.Offset.Zero;
            end++;
        }
        if (end >= tokens.Length || tokens[end] is not { IsNumber: true, Before: '+' or '-', Apart: false, Digits: 1 or 2 or 4 } sign)
            return true;
        var colon = end + 1 < tokens.Length && tokens[end + 1] is { IsNumber: true, Before: ':', Digits: 2 };
        // "10:11 -05/03/2024": a dash before a date is no offset.
        if (!colon && sign.Digits != 4 && !named && end + 1 < tokens.Length)
            return true;
        var hours = sign.Digits == 4 ? sign.Value / 100 : sign.Value;
        var minutes = colon ? tokens[end + 1].Value : sign.Digits == 4 ? sign.Value % 100 : 0;
        if (hours > 14 || minutes > 59)
            return false;
        end += colon ? 2 : 1;
        var seconds = (int)((hours * 3600) + (minutes * 60));
        offset = NodaTime.Offset.FromSeconds(sign.Before == '-' ? -seconds : seconds);
        return true;
    }

    private static long Pow10(int n)
    {
        long value = 1;
        for (var i = 0; i < n; i++)
            value *= 10;
        return value;
    }
}
