namespace Meridian.Numbers;

/// <summary>The counts of some rows by one thread: an index a row and no text looked up; <see cref="ScreenCounts"/> makes words of it, once a slice.</summary>
internal sealed class ScreenTally
{
    private int[] _rows = new int[256];

    public long Duplicates { get; private set; }

    public long Known { get; private set; }

    public long Suppressed { get; private set; }

    /// <summary>Rows that break their file's structure.</summary>
    public long Broken { get; private set; }

    public void Add(NumberJudgement judgement, bool duplicate, bool known, bool suppressed)
    {
        Duplicates += duplicate ? 1 : 0;
        Known += known ? 1 : 0;
        Suppressed += suppressed ? 1 : 0;
        var index = judgement.Index;
        if (index < 0)
        {
            Broken++;
            return;
        }

        if (index >= _rows.Length)
            Array.Resize(ref _rows, Math.Max(_rows.Length * 2, index + 1));
        _rows[index]++;
    }

    /// <summary>Rows by judgement, those without any left out.</summary>
    public IEnumerable<(NumberJudgement Judgement, int Rows)> ByJudgement()
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_rows[i] > 0)
                yield return (NumberJudgement.At(i), _rows[i]);
        }
    }
}
