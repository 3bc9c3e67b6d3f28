using System.Globalization;

namespace Meridian.Numbers.Lookups;

/// <summary>
/// Looks up the numbers of files, each once, and writes every row again with what was found, in the same order. The files are read twice: numbers first, then, when all are answered,
/// rows. Answers go into the cache as they come, so that a run that ends early has paid for nothing in vain.
/// </summary>
public sealed class NumberLookup(ILookup lookup, LookupCache cache, LookupAudit audit, LookupOrder order, Func<DateTime> now)
{
    /// <summary>Numbers that are asked together, for each that may be in flight: the accounts and the audit are on the disk before and after them.</summary>
    private const int RoundsOfABatch = 8;

    private readonly NumberSet _places = new();
    private readonly List<ulong> _keys = [];
    private readonly List<Outcome?> _outcomes = [];
    private readonly LookupCounts _counts = new();
    private long _spent;

    public static IReadOnlyList<string> Columns { get; } =
        ["e164", "lookup_status", "lookup_type", "lookup_ported", "lookup_carrier", "lookup_at", "lookup_age_days", "lookup_source", "lookup_reason"];

    private LookupTerms Terms => lookup.Terms;

    /// <param name="open">Opens the files; called twice, and what it gave is disposed.</param>
    /// <param name="path">The CSV file to write; it appears whole or not at all.</param>
    /// <exception cref="OperationCanceledException">Stopped; answers that came are kept.</exception>
    public LookupCounts Run(Func<IReadOnlyList<NumberFile>> open, string path, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        Using(open(), files => Collect(files, progress, stop));
        Answer(stop);
        Using(open(), files => Write(files, path, progress, stop));
        Count();
        return _counts;
    }

    private static void Using(IReadOnlyList<NumberFile> files, Action<IReadOnlyList<NumberFile>> work)
    {
        try
        {
            work(files);
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }

    private static bool IsGenerated(NumberSlice slice, int row, int mark) =>
        mark >= 0 && slice.Cell(row, mark) is var cell && (cell.Equals(Normalise.GeneratedMark.Text, StringComparison.OrdinalIgnoreCase) || cell.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds the different numbers, and what speaks against asking about each.</summary>
    private void Collect(IReadOnlyList<NumberFile> files, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var marks = files.Select(f => f.Columns.ToList().FindIndex(c => c.Equals(Normalise.GeneratedMark.Text, StringComparison.OrdinalIgnoreCase))).ToArray();
        foreach (var slice in NumberStream.Read(files, progress, stop))
        {
            for (var row = 0; row < slice.Count; row++)
            {
                ref readonly var number = ref slice.Numbers[row];
                if (number.Key == 0)
                    continue;
                if (_places.Add(number.MatchKey, (uint)_keys.Count, out var place))
                {
                    _keys.Add(number.MatchKey);
                    _outcomes.Add(order.Refuses(number, Terms) is { } reason ? new Outcome(null, reason, WasAsked: false) : null);
                }

                // A mark on any row of the number is a mark on the number.
                if (IsGenerated(slice, row, marks[slice.FileIndex]))
                    _outcomes[(int)place] = new Outcome(null, LookupOrder.Generated, WasAsked: false);
            }

            slice.Return();
        }
    }

    private void Answer(CancellationToken stop)
    {
        var open = Enumerable.Range(0, _keys.Count).Where(i => _outcomes[i] is null).ToList();
        var cached = cache.Find(Terms.Name, open.Select(i => _keys[i]), now(), order.MaxAgeDays);
        foreach (var place in open)
        {
            if (cached.TryGetValue(_keys[place], out var answer))
                _outcomes[place] = new Outcome(answer, null, WasAsked: false);
        }

        var left = new Queue<int>(open.Where(i => _outcomes[i] is null));
        while (left.Count > 0 && _counts.Stopped is null)
        {
            stop.ThrowIfCancellationRequested();
            AskSome(left, stop);
        }

        foreach (var place in left)
            _outcomes[place] = new Outcome(null, "not asked: " + _counts.Stopped, WasAsked: false);
    }

    /// <summary>One batch: reserved, told to the audit, asked, kept.</summary>
    private void AskSome(Queue<int> left, CancellationToken stop)
    {
        var began = now();
        var affordable = Affordable(began);
        if (affordable <= 0)
        {
            (_counts.Stopped, _counts.AtCap) = (CapReached(began), true);
            return;
        }

        // Every number may take several requests; what is not used is given back below.
        var size = (int)Math.Min(Math.Min(left.Count, Terms.AtOnce * RoundsOfABatch), affordable);
        var batch = Enumerable.Range(0, size).Select(_ => left.Dequeue()).ToArray();
        var requests = Math.Min(affordable, (long)size * Terms.MostRequests);
        var allowance = new LookupAllowance(requests);
        cache.Reserve(Terms, began, requests);
        audit.Asking(began, order.Who, Terms, order.Purpose, batch.Select(p => NumberSet.Unpack(_keys[p])));
        var asking = batch.Select(p => lookup.AskAsync(NumberSet.Unpack(_keys[p]), allowance, stop)).ToArray();
        try
        {
            Task.WaitAll(asking, CancellationToken.None);
        }
        catch (AggregateException)
        {
            // Whatever became of some, the others were paid for and are kept below; what failed is thrown after that, and a stop at the run's next look at the token.
        }

        var ended = now();
        var answers = new List<(ulong, DatedAnswer)>();
        for (var i = 0; i < size; i++)
            Settle(batch[i], asking[i], ended, answers, left);
        cache.Keep(Terms, began, requests - allowance.Used, answers);
        audit.Asked(ended, Terms, size, answers.Count, allowance.Used);
        _counts.Requests += allowance.Used;
        _spent += allowance.Used * Terms.Cost;
        foreach (var failed in asking.Where(a => a.IsFaulted))
            failed.GetAwaiter().GetResult();
    }

    private void Settle(int place, Task<LookupReply> asking, DateTime at, List<(ulong, DatedAnswer)> answers, Queue<int> left)
    {
        if (!asking.IsCompletedSuccessfully)
        {
            left.Enqueue(place);
            return;
        }

        var reply = asking.Result;
        if (reply.Answer is { } answer)
        {
            var dated = new DatedAnswer(answer, Terms.Name, at, Terms.MaxAgeDays);
            _outcomes[place] = new Outcome(dated, null, WasAsked: true);
            answers.Add((_keys[place], dated));
        }
        else if (reply.StopsRun)
        {
            _counts.Stopped ??= reply.Reason;
            left.Enqueue(place);
        }
        else if (reply.Reason is null)
        {
            // Retries of others took the allowance; whether more can be paid for is seen at the next batch.
            left.Enqueue(place);
        }
        else
        {
            _outcomes[place] = new Outcome(null, reply.Reason, WasAsked: true);
        }
    }

    /// <summary>Requests that neither the run's cap nor the month's forbids.</summary>
    private long Affordable(DateTime at) => Terms.Cost == 0 ? int.MaxValue
        : Math.Min(Math.Min(order.Cap, Terms.CapPerRun) - _spent, Terms.CapPerMonth - cache.Spent(Terms, at)) / Terms.Cost;

    private string CapReached(DateTime at)
    {
        var run = Math.Min(order.Cap, Terms.CapPerRun);
        return Terms.CapPerMonth - cache.Spent(Terms, at) < Terms.Cost
            ? string.Create(CultureInfo.InvariantCulture, $"the cost cap of {Terms.Money(Terms.CapPerMonth)} for {at:yyyy-MM} is reached ({Terms.Money(cache.Spent(Terms, at))} spent)")
            : $"the cost cap of {Terms.Money(run)} for one run is reached ({Terms.Money(_spent)} spent)";
    }

    private void Write(IReadOnlyList<NumberFile> files, string path, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var layout = new ScreenLayout(files);
        var at = now();
        using var output = new OrderedFile(path);
        output.Append(() => layout.Header(Columns));
        foreach (var slice in NumberStream.Read(files, progress, stop))
        {
            _counts.Rows += slice.Count;
            output.Append(() => Text(layout, slice, at));
        }

        output.Complete();
    }

    private CsvRows Text(ScreenLayout layout, NumberSlice slice, DateTime at)
    {
        var rows = CsvRows.Rent();
        for (var row = 0; row < slice.Count; row++)
        {
            ref readonly var number = ref slice.Numbers[row];
            layout.Add(rows, slice, row);
            rows.AddNumber(number.Key);
            var (dated, reason, _) = number.Key == 0 ? new Outcome(null, "not asked: " + number.Reason, WasAsked: false)
                : _places.TryGet(number.MatchKey, out var place) ? _outcomes[(int)place]!
                : new Outcome(null, "not asked: the file changed while it was read", WasAsked: false);
            var answer = dated?.Answer;
            rows.Add(LineStatusWords.Of(answer?.Status ?? LineStatus.Unknown));
            rows.Add(answer?.Type);
            rows.Add(answer?.Ported is { } ported ? ported ? "yes" : "no" : null);
            rows.Add(answer?.Carrier);
            rows.Add(dated?.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            rows.Add(dated?.AgeDays(at).ToString(CultureInfo.InvariantCulture));
            rows.Add(dated?.Provider);
            rows.Add(reason ?? answer?.Remark);
            rows.EndRow();
        }

        slice.Return();
        return rows;
    }

    private void Count()
    {
        _counts.Numbers = _keys.Count;
        foreach (var (dated, reason, wasAsked) in _outcomes.Select(o => o!))
        {
            var status = LineStatusWords.Of(dated?.Answer.Status ?? LineStatus.Unknown);
            _counts.Statuses[status] = _counts.Statuses.GetValueOrDefault(status) + 1;
            if (reason is not null)
                _counts.Reasons[reason] = _counts.Reasons.GetValueOrDefault(reason) + 1;
            _counts.Answered += dated is not null && wasAsked ? 1 : 0;
            _counts.Cached += dated is not null && !wasAsked ? 1 : 0;
            _counts.Failed += dated is null && wasAsked ? 1 : 0;
            _counts.NotAsked += dated is null && !wasAsked ? 1 : 0;
        }
    }

    /// <param name="Answer">Or null, with a reason.</param>
    private sealed record Outcome(DatedAnswer? Answer, string? Reason, bool WasAsked);
}
