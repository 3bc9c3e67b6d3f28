using System.Collections;

namespace Meridian.Normalise;

/// <summary>
/// Finds the order of a column's dates from all its values: <c>13/02/2024</c> proves day before month for the whole column. Feed it every cell (or any share of them,
/// merging the parts in file order), then ask for the <see cref="Column"/>. Not thread-safe: one per thread.
/// </summary>
/// <param name="bareNumbers">The header says that the column holds dates: see <see cref="DateReading.BareNumbers"/>.</param>
public sealed class DateOrderDetector(bool bareNumbers = false)
{
    private const int DayFirst = 1, MonthFirst = 2, YearFirst = 4;

    // Cells by the set of orders under which they are days of the calendar, and the first cell of each set.
    private readonly long[] _cells = new long[8];
    private readonly string?[] _first = new string?[8];

    // Which two-digit numbers stood first and last: days vary more than years.
    private readonly BitArray _firstNumbers = new(100);
    private readonly BitArray _lastNumbers = new(100);
    private long _settled;
    private long _shortYears;
    private long _differing;
    private long _unreadable;
    private string? _unreadableExample;

    /// <summary>Looks at one cell; cells of nothing count for nothing.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        var text = CellText.CleanKnown(cell);
        if (text.IsEmpty)
            return;
        if (DateShape.TryRead(text, out var shape))
        {
            if (shape.DependsOnOrder)
            {
                Note(shape, text);
                return;
            }
            if (shape.Kind == DateShape.Form.Annual ? shape.TryMonthDay(DateOrder.Ambiguous, out _, out _) : shape.TryDay(DateOrder.Ambiguous, out _))
            {
                _settled++;
                return;
            }
        }
        else if (bareNumbers && DateText.TryRead(text, new DateReading(DateOrder.Ambiguous, BareNumbers: true), out _))
        {
            _settled++;
            return;
        }
        _unreadable++;
        _unreadableExample ??= text[..Math.Min(40, text.Length)].ToString();
    }

    private void Note(DateShape shape, ReadOnlySpan<char> text)
    {
        var orders = 0;
        if (shape.Kind == DateShape.Form.Pair)
        {
            orders = (shape.TryMonthDay(DateOrder.DayMonthYear, out _, out _) ? DayFirst : 0) | (shape.TryMonthDay(DateOrder.MonthDayYear, out _, out _) ? MonthFirst | YearFirst : 0);
        }
        else
        {
            orders = (shape.TryDay(DateOrder.DayMonthYear, out _) ? DayFirst : 0) | (shape.TryDay(DateOrder.MonthDayYear, out _) ? MonthFirst : 0)
                | (shape.TryDay(DateOrder.YearMonthDay, out _) ? YearFirst : 0);
            if (shape.Kind == DateShape.Form.ShortYear)
            {
                _shortYears++;
                _firstNumbers[shape.A] = true;
                _lastNumbers[shape.C] = true;
            }
        }
        if (orders == 0)
        {
            _unreadable++;
            _unreadableExample ??= text.ToString();
            return;
        }
        _cells[orders]++;
        _first[orders] ??= text.ToString();
        if ((orders & (DayFirst | MonthFirst)) == (DayFirst | MonthFirst) && shape.A != shape.B)
            _differing++;
    }

    /// <summary>Adds what another detector saw in a later part of the same column.</summary>
    public void Merge(DateOrderDetector later)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i] += later._cells[i];
            _first[i] ??= later._first[i];
        }
        _firstNumbers.Or(later._firstNumbers);
        _lastNumbers.Or(later._lastNumbers);
        _settled += later._settled;
        _shortYears += later._shortYears;
        _differing += later._differing;
        _unreadable += later._unreadable;
        _unreadableExample ??= later._unreadableExample;
    }

    /// <summary>What the cells seen so far say.</summary>
    public DateColumn Column()
    {
        var all = _cells.Sum();
        var (order, proof) = all == 0 ? (_settled > 0 ? DateOrder.YearMonthDay : DateOrder.Ambiguous, null) : Decide(all);
        var bit = Bit(order);
        var conflicts = order == DateOrder.Ambiguous ? Math.Min(all - Fitting(DayFirst), all - Fitting(MonthFirst)) : all == 0 || order == DateOrder.YearMonthDay && _shortYears == 0 ? 0 : all - Fitting(bit);
        return new(order, proof, _settled + all, order == DateOrder.Ambiguous ? _differing : 0, conflicts, conflicts > 0 ? Against(order) : null, _unreadable, _unreadableExample, bareNumbers);
    }

    private (DateOrder Order, string? Proof) Decide(long all)
    {
        var possible = (Fitting(DayFirst) == all ? DayFirst : 0) | (Fitting(MonthFirst) == all ? MonthFirst : 0) | (_shortYears > 0 && Fitting(YearFirst) == all ? YearFirst : 0);
        switch (possible)
        {
            case DayFirst or MonthFirst or YearFirst:
                return (OrderOf(possible), Proof(possible));
            case DayFirst | YearFirst or MonthFirst | YearFirst:
                // 24-03-05, 24-03-17: both are days under two orders. The day is the number that varies more.
                var (first, last) = (_firstNumbers.Cast<bool>().Count(b => b), _lastNumbers.Cast<bool>().Count(b => b));
                return first >= last ? (OrderOf(possible & ~YearFirst), Proof(possible & ~YearFirst))
                    : (DateOrder.YearMonthDay, $"the last number takes {last} values, the first only {first}");
            case 0:
                return Majority(all);
            default:
                return (DateOrder.Ambiguous, null);
        }
    }

    // Cells prove different orders. One in twenty against a proven order is a slip of the keyboard; more is a mixed column, and nobody can tell.
    private (DateOrder Order, string? Proof) Majority(long all)
    {
        var (dayFirst, monthFirst, yearFirst) = (Fitting(DayFirst), Fitting(MonthFirst), _shortYears > 0 ? Fitting(YearFirst) : 0);
        var best = dayFirst >= monthFirst && dayFirst >= yearFirst ? DayFirst : monthFirst >= yearFirst ? MonthFirst : YearFirst;
        return (all - Fitting(best)) * 20 <= all ? (OrderOf(best), Proof(best)) : (DateOrder.Ambiguous, null);
    }

    private long Fitting(int order)
    {
        long count = 0;
        for (var set = 1; set < _cells.Length; set++)
            count += (set & order) != 0 ? _cells[set] : 0;
        return count;
    }

    private string? Proof(int order)
    {
        var rival = order == DayFirst ? MonthFirst : DayFirst;
        for (var set = 1; set < _first.Length; set++)
        {
            if ((set & order) != 0 && (set & rival) == 0 && _first[set] is { } cell)
                return $"{cell} proves {Words(order)}";
        }
        return null;
    }

    private string? Against(DateOrder order)
    {
        var bit = order == DateOrder.Ambiguous ? Fitting(DayFirst) >= Fitting(MonthFirst) ? DayFirst : MonthFirst : Bit(order);
        for (var set = 1; set < _first.Length; set++)
        {
            if ((set & bit) == 0 && _first[set] is { } cell)
                return cell;
        }
        return null;
    }

    private static string Words(int order) => order switch { DayFirst => "day before month", MonthFirst => "month before day", _ => "year first" };

    private static DateOrder OrderOf(int bit) => bit switch { DayFirst => DateOrder.DayMonthYear, MonthFirst => DateOrder.MonthDayYear, _ => DateOrder.YearMonthDay };

    private static int Bit(DateOrder order) => order switch { DateOrder.DayMonthYear => DayFirst, DateOrder.MonthDayYear => MonthFirst, DateOrder.YearMonthDay => YearFirst, _ => 0 };
}

/// <summary>What a column's cells say about its dates.</summary>
/// <param name="Order">The order, or <see cref="DateOrder.Ambiguous"/>: then the team has to be asked if <paramref name="Undecided"/> is above 0.</param>
/// <param name="Proof">"13/02/2024 proves day before month"; null where no cell had to prove anything.</param>
/// <param name="Dates">Cells that are dates under some order.</param>
/// <param name="Undecided">Cells that day first and month first read as two different days, in an ambiguous column.</param>
/// <param name="Conflicts">Cells that are no days under the column's order; in an ambiguous column, the fewer of those that prove either order.</param>
/// <param name="ConflictExample">The first of them.</param>
/// <param name="Unreadable">Cells that are no dates at all.</param>
/// <param name="UnreadableExample">The first of them, cut to 40 characters.</param>
/// <param name="BareNumbers">Serial numbers and Unix time count as dates.</param>
public sealed record DateColumn(DateOrder Order, string? Proof, long Dates, long Undecided, long Conflicts, string? ConflictExample, long Unreadable, string? UnreadableExample, bool BareNumbers)
{
    /// <summary>How to read the column's cells.</summary>
    public DateReading Reading => new(Order, BareNumbers: BareNumbers);
}
