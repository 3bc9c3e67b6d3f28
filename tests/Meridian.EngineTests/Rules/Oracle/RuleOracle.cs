using System.Globalization;
using System.Text.RegularExpressions;
using Meridian.Foundation.Geography;
using Meridian.Rules.Syntax;
using NodaTime;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>
/// The rule language by its definition, for one customer at a time over facts in memory: slow, simple, and with no line in common with the compiler, against which it is held. A value is a bool,
/// double, string, DateTime, DateOnly, <see cref="Raw"/> or <see cref="TagValues"/>; null is missing.
/// </summary>
internal sealed partial class RuleOracle(OracleWorld world)
{
    /// <summary>A text of the team's own, which is what it is compared with, or does not read so and is missing.</summary>
    private sealed record Raw(string Text);

    /// <summary>The values of a tag: true if there are any, and a text when compared.</summary>
    private sealed record TagValues(IReadOnlyList<string> Values);

    /// <summary>Whom a part of a rule is asked of: a customer, or within <c>where</c> one of their events.</summary>
    private sealed record Asked(OracleCustomer Customer, OracleEvent? Event);

    private DateTime Now => world.Now;

    public bool Holds(RuleNode rule, OracleCustomer customer) => Holds(rule, new Asked(customer, null));

    private bool Holds(RuleNode node, Asked of) => node switch
    {
        NotNode not => !Holds(not.Operand, of),
        AndNode and => and.Parts.All(p => Holds(p, of)),
        OrNode or => or.Parts.Any(p => Holds(p, of)),
        ComparisonNode comparison => Compares(comparison, of),
        InNode @in => @in.Values.Any(v => Compares(new ComparisonNode(ComparisonOperator.Equal, @in.Operand, v), of)),
        BetweenNode between => Compares(new ComparisonNode(ComparisonOperator.GreaterOrEqual, between.Operand, between.Low), of)
            && Compares(new ComparisonNode(ComparisonOperator.LessOrEqual, between.Operand, between.High), of),
        TextTestNode test => Tests(test, of),
        MissingNode missing => missing.Negated != IsMissing(Value(missing.Operand, of)),
        SequenceNode sequence => Happened(sequence, of.Customer),
        _ => Value(node, of) switch
        {
            null => false,
            bool truth => truth,
            TagValues tag => tag.Values.Count > 0,
            Raw raw => ReadBoolean(raw.Text) == true,
            var other => throw new InvalidOperationException($"{node} is no condition but {other}."),
        },
    };

    private static bool IsMissing(object? value) => value is null or TagValues { Values.Count: 0 };

    private object? Value(RuleNode node, Asked of) => node switch
    {
        NumberNode number => number.Value,
        TextNode text => text.Value,
        BooleanNode boolean => boolean.Value,
        DateNode date => date.Value,
        TimeNode time => time.Value,
        AgoNode ago => Moved(Now, ago.Duration, -1),
        NameNode name => of.Event is { } happened ? Property(happened, name.Path) : Name(name.Path[0], of.Customer),
        NegateNode negate => -Number(Value(negate.Operand, of)),
        ArithmeticNode arithmetic => Arithmetic(arithmetic, of),
        CallNode call => Call(call, of),
        _ => Holds(node, of),
    };

    private object? Name(string name, OracleCustomer customer)
    {
        if (customer.Traits.TryGetValue(name, out var trait) && name != "age")
            return trait;
        var today = Today(customer);
        return name switch
        {
            "age" => customer.Traits.TryGetValue("birth_date", out var born) ? AgeOn(today, (DateOnly)born) : customer.Traits.GetValueOrDefault("age"),
            "today" => today,
            "now" => Now,
            "weekday" => today.DayOfWeek.ToString().ToLowerInvariant(),
            "birthday" => customer.Traits.TryGetValue("birth_date", out var born) && IsBirthday(today, (DateOnly)born),
            _ when Meridian.Rules.Vocabulary.RuleTraits.All.ContainsKey(name) => null,
            _ when world.Words.Tags.ContainsKey(name) => Tag(name, customer),
            _ => customer.Custom.TryGetValue(name, out var text) ? new Raw(text) : null,
        };
    }

    private static TagValues Tag(string key, OracleCustomer customer) => new([.. customer.Tags.Where(t => t.Key == key).Select(t => t.Value).Order(StringComparer.Ordinal)]);

    private DateOnly Today(OracleCustomer customer)
    {
        var zone = customer.Traits.TryGetValue("time_zone", out var id) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull((string)id) : null;
        return Instant.FromDateTimeUtc(DateTime.SpecifyKind(Now, DateTimeKind.Utc)).InZone(zone ?? DateTimeZone.Utc).Date.ToDateOnly();
    }

    private static bool IsBirthday(DateOnly today, DateOnly born) => today == BirthdayIn(today.Year, born);

    /// <summary>Who was born on 29 February has it on the 28th of other years.</summary>
    private static DateOnly BirthdayIn(int year, DateOnly born) =>
        born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? new DateOnly(year, 2, 28) : new DateOnly(year, born.Month, born.Day);

    private static object? AgeOn(DateOnly today, DateOnly born) =>
        born > today ? null : (double)(today.Year - born.Year - (BirthdayIn(today.Year, born) > today ? 1 : 0));

    private object? Arithmetic(ArithmeticNode node, Asked of)
    {
        var left = Value(node.Left, of);
        if (node.Right is DurationNode duration)
        {
            var sign = node.Operator is ArithmeticOperator.Add ? 1 : -1;
            return left switch
            {
                null => null,
                DateOnly date when duration.Unit is DurationUnit.Seconds or DurationUnit.Minutes or DurationUnit.Hours => Moved(date.ToDateTime(TimeOnly.MinValue), duration, sign),
                DateOnly date => DateOnly.FromDateTime(Moved(date.ToDateTime(TimeOnly.MinValue), duration, sign)),
                DateTime time => Moved(time, duration, sign),
                _ => throw new InvalidOperationException($"{node} adds a length of time to {left}."),
            };
        }

        return (Number(left), Number(Value(node.Right, of))) is ({ } a, { } b) ? node.Operator switch
        {
            ArithmeticOperator.Add => a + b,
            ArithmeticOperator.Subtract => a - b,
            ArithmeticOperator.Multiply => a * b,
            _ => b == 0 ? null : a / b,
        } : null;
    }

    private static DateTime Moved(DateTime time, DurationNode by, int sign) => by.Unit switch
    {
        DurationUnit.Years => time.AddYears(sign * (int)by.Amount),
        DurationUnit.Months => time.AddMonths(sign * (int)by.Amount),
        _ => time + (sign * Length(by)),
    };

    private static TimeSpan Length(DurationNode duration) => duration.Unit switch
    {
        DurationUnit.Weeks => TimeSpan.FromDays(7 * duration.Amount),
        DurationUnit.Days => TimeSpan.FromDays(duration.Amount),
        DurationUnit.Hours => TimeSpan.FromHours(duration.Amount),
        DurationUnit.Minutes => TimeSpan.FromMinutes(duration.Amount),
        DurationUnit.Seconds => TimeSpan.FromSeconds(duration.Amount),
        _ => throw new InvalidOperationException("The calendar's lengths are not the clock's."),
    };

    private bool Compares(ComparisonNode node, Asked of)
    {
        if (node.Left is CallNode { Function: "percentile" or "rank" } place)
            return Place(place, of.Customer) is { } stands && Ordered(node.Operator, stands.CompareTo(((NumberNode)node.Right).Value));
        if (of.Event is null && node is { Left: NameNode { Path: [var word] }, Right: TextNode { Value: var literal }, Operator: ComparisonOperator.Equal or ComparisonOperator.NotEqual })
        {
            var wanted = node.Operator is ComparisonOperator.Equal;
            var country = of.Customer.Traits.GetValueOrDefault("country") as string;
            switch (word)
            {
                case "country":
                    return country is not null && Countries.TryFind(literal, out var code) && (country == code) == wanted;
                case "area":
                    return country is not null && Areas.TryFind(literal, out var area) && area.Countries.Contains(country) == wanted;
                case "language":
                    return of.Customer.Traits.GetValueOrDefault("language") is string language && Languages.TryFind(literal, out var tag)
                        && (language == tag || language.StartsWith(tag + "-", StringComparison.Ordinal)) == wanted;
            }
        }

        var (left, right) = (Value(node.Left, of), Value(node.Right, of));
        if (left is TagValues tags && right is string text && node.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
            return tags.Values.Count > 0 && tags.Values.Contains(text, StringComparer.Ordinal) == (node.Operator is ComparisonOperator.Equal);
        return Compare(left, right) is { } order && Ordered(node.Operator, order);
    }

    private static bool Ordered(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>Which of two is larger, as the type of the one that has one; null where one is missing or does not read so.</summary>
    private static int? Compare(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) or (TagValues { Values.Count: 0 }, _) or (_, TagValues { Values.Count: 0 }) => null,
        (double a, _) => Number(right) is { } b ? a.CompareTo(b) : null,
        (bool a, _) => Boolean(right) is { } b ? a.CompareTo(b) : null,
        (DateOnly a, _) => Day(right) is { } b ? a.CompareTo(b) : null,
        (DateTime a, DateOnly b) => DateOnly.FromDateTime(a).CompareTo(b),
        (DateTime a, _) => Time(right) is { } b ? a.CompareTo(b) : null,
        (string or Raw or TagValues, string or Raw or TagValues) => string.CompareOrdinal(Text(left), Text(right)),
        _ => -Compare(right, left),
    };

    private static double? Number(object? value) => value switch
    {
        double number => number,
        Raw raw => ReadNumber(raw.Text),
        null => null,
        _ => throw new InvalidOperationException($"{value} is no number."),
    };

    private static bool? Boolean(object? value) => value is Raw raw ? ReadBoolean(raw.Text) : (bool?)value;

    private static DateTime? Time(object? value) => value switch
    {
        Raw raw => ReadTime(raw.Text),
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        _ => (DateTime?)value,
    };

    private static DateOnly? Day(object? value) => value is DateOnly date ? date : Time(value) is { } time ? DateOnly.FromDateTime(time) : null;

    private static string? Text(object? value) => value switch
    {
        Raw raw => raw.Text,
        TagValues tag => tag.Values.Count > 0 ? tag.Values[0] : null,
        _ => (string?)value,
    };

    private bool Tests(TextTestNode node, Asked of)
    {
        if (Text(Value(node.Operand, of)) is not { } value)
            return false;
        var text = ((TextNode)node.Text).Value;
        return node.Test switch
        {
            TextTest.Contains => value.Contains(text, StringComparison.OrdinalIgnoreCase),
            TextTest.StartsWith => value.StartsWith(text, StringComparison.OrdinalIgnoreCase),
            TextTest.EndsWith => value.EndsWith(text, StringComparison.OrdinalIgnoreCase),
            _ => Regex.IsMatch(value, text, RegexOptions.CultureInvariant | RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)),
        };
    }

    /// <summary>As people and programs write them: 12, -0.5, 1e3.</summary>
    private static double? ReadNumber(string text) =>
        NumberForm().IsMatch(text) ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static bool? ReadBoolean(string text) => text.ToUpperInvariant() switch { "TRUE" => true, "FALSE" => false, _ => null };

    private static DateTime? ReadTime(string text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    [GeneratedRegex("^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberForm();
}
