using Meridian.Foundation.Database;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Compiling;

/// <summary>
/// Members of JSON that rules ask for, each read once a row, however many rules ask: reading JSON costs more than everything else that is done with an event (measured: a seventh of a pass of
/// a hundred rules, of which eight asked for one property).
/// </summary>
internal sealed class Extracts([System.Diagnostics.CodeAnalysis.ConstantExpected] string prefix)
{
    private readonly Dictionary<(string Path, RuleType Type), Numbered> _columns = [];
    private readonly List<Sql> _selected = [];

    /// <summary>The column of a member as a type.</summary>
    public Numbered Column(IReadOnlyList<string> path, RuleType type, Func<Sql> expression)
    {
        var key = (string.Join('\0', path), type);
        if (!_columns.TryGetValue(key, out var column))
        {
            _columns[key] = column = new Numbered(prefix, _columns.Count + 1);
            _selected.Add($"{expression()} as {column}");
        }

        return column;
    }

    /// <summary>", expression as x1, ..." behind the other columns.</summary>
    public Sql Selected => Sql.Join("", _selected.Select(s => (Sql)$", {s}"));
}
