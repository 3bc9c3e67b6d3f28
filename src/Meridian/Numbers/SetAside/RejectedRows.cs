using Meridian.Foundation.Database;
using Meridian.Numbers.Recipes;

namespace Meridian.Numbers.SetAside;

/// <summary>Takes the rows that a screening rejects, from all its threads, straight into the quarantine's file, so that millions of them need no memory.</summary>
public sealed class RejectedRows : IDisposable
{
    private readonly IBulkWriter _writer;
    private readonly Lock _lock = new();

    private readonly IReadOnlySet<(string Number, string Text, string Because)> _letGo;

    /// <param name="letGo">What a person decided to let go, with the conditions that had failed: it is not set aside for the same.</param>
    internal RejectedRows(Recipe recipe, IBulkWriter writer, IReadOnlySet<(string Number, string Text, string Because)> letGo) => (Recipe, _writer, _letGo) = (recipe, writer, letGo);

    /// <summary>By what rows are rejected.</summary>
    public Recipe Recipe { get; }

    /// <summary>Rejected rows that hold nothing to be kept: no number, no text.</summary>
    public long Empty { get; private set; }

    public void Dispose() => _writer.Dispose();

    /// <summary>Takes the row where the recipe rejects it; may be called from any thread.</summary>
    /// <param name="findings">One for each of the recipe's conditions; filled here where they were not asked before.</param>
    /// <returns>Whether it was rejected and is set aside; what a person has let go is counted only.</returns>
    internal bool Take(NumberSlice slice, int row, in Subject subject, Span<Finding> findings, bool areAsked, string file)
    {
        if (!areAsked)
        {
            for (var i = 0; i < Recipe.Asked.Count; i++)
                findings[i] = Recipe.Asked[i].Ask(subject);
        }

        if (Rejected.Of(Recipe, findings, subject) is not { } why)
            return false;
        var number = subject.Number;
        // Cells of a broken row may stand in other columns than they should.
        var text = number.Key != 0 || slice.IsBroken(row) ? [] : slice.Cell(row, slice.File.Phone).Trim();
        lock (_lock)
        {
            if (number.Key == 0 && text.IsEmpty)
            {
                Empty++;
                return false;
            }

            var written = text.Length > Rejected.LongestText ? text[..Rejected.LongestText].ToString() : text.ToString();
            _writer.Add(number.E164 ?? "").Add(written)
                .Add(number.Key == 0 ? slice.CountryOf(row) : null).Add(why.Because).Add(why.Reason).Add(file).Add(slice.RowNumber(row)).Add((long)slice.FileIndex);
            _writer.EndRow();
            return _letGo.Count == 0 || !_letGo.Contains((number.E164 ?? "", written, why.Because));
        }
    }

    internal void Complete() => _writer.Complete();
}
