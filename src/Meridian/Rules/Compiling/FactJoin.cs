using Meridian.Foundation.Database;

namespace Meridian.Rules.Compiling;

/// <summary>Facts of customers that come from one reading of one table: a subquery with a row a customer, a column a fact.</summary>
internal sealed class FactJoin(Numbered alias, Func<Sql, Sql> query)
{
    private readonly Dictionary<object, Numbered> _columns = [];
    private readonly List<Sql> _selected = [];
    private readonly List<Sql?> _conditions = [];

    public Numbered Alias => alias;

    /// <summary>Of events: what of their properties is asked for.</summary>
    public Extracts Properties { get; } = new("x");

    /// <summary>The column of a fact; facts with the same key are one.</summary>
    /// <param name="condition">What the rows have to fulfil that the fact is made of; null where all may matter.</param>
    public Sql Column(object key, Func<Numbered> next, Sql? condition, Func<Sql> expression)
    {
        if (!_columns.TryGetValue(key, out var column))
        {
            _columns[key] = column = next();
            _selected.Add($"{expression()} as {column}");
            _conditions.Add(condition);
        }

        return $"{alias}.{column}";
    }

    /// <summary>What rows have to fulfil for any of the facts; null where all may matter.</summary>
    public Sql? Needed => _conditions.Contains(null) ? null : Sql.Join(" or ", _conditions.Select(c => (Sql)$"({c!})"));

    /// <summary>The subquery, with a column for each fact that was asked for.</summary>
    public Sql Query => query(Sql.Join(", ", _selected));
}
