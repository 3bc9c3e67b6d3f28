using System.Runtime.CompilerServices;
using System.Text;

namespace Meridian.Foundation.Database;

/// <summary>
/// A statement, or part of one, written as an interpolated string: <c>Sql s = $"select name from {Tables.Profile} where country = {country}";</c>.
/// Every hole becomes a numbered parameter, except another <see cref="Sql"/> and a <see cref="Table"/>, which are spliced as text.
/// There is no way to make a <see cref="Sql"/> from a run-time string, so no value from outside can become part of a statement.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql
{
    private readonly StringBuilder _text;
    private readonly List<object?> _parameters;

    public Sql(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 4));
        _parameters = new List<object?>(formattedCount);
    }

    /// <summary>The statement with $1, $2, ... where values stand; both engines read it so.</summary>
    public string Text => _text.ToString();

    /// <summary>Values in the order of their numbers.</summary>
    public IReadOnlyList<object?> Parameters => _parameters;

    /// <summary>A statement that has to run right before this one, where an engine needs two for what another does in one.</summary>
    public Sql? Before { get; private init; }

    /// <summary>Nothing at all; for an optional clause that is absent.</summary>
    public static Sql Empty => $"";

    /// <summary>A fragment that is known when the program is compiled.</summary>
    public static Sql Constant([System.Diagnostics.CodeAnalysis.ConstantExpected] string text)
    {
        var sql = new Sql(text.Length, 0);
        sql.AppendLiteral(text);
        return sql;
    }

    /// <summary>The fragments with a constant between them: <c>Sql.Join(" and ", conditions)</c>.</summary>
    public static Sql Join([System.Diagnostics.CodeAnalysis.ConstantExpected] string separator, IEnumerable<Sql> parts)
    {
        var sql = new Sql(64, 4);
        var first = true;
        foreach (var part in parts)
        {
            if (!first)
                sql.AppendLiteral(separator);
            sql.AppendFormatted(part);
            first = false;
        }

        return sql;
    }

    /// <summary>This statement, to be run right after another.</summary>
    public Sql After(Sql before)
    {
        var sql = new Sql(_text.Length, _parameters.Count) { Before = before };
        sql.AppendFormatted(this);
        return sql;
    }

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Sql fragment)
    {
        if (fragment.Before is not null)
            throw new ArgumentException("A statement that needs another before it cannot be part of a statement.", nameof(fragment));
        // A fragment numbers its own parameters from 1; they move up by what stands before them here.
        var offset = _parameters.Count;
        if (offset == 0 || fragment._parameters.Count == 0)
        {
            _text.Append(fragment._text);
        }
        else
        {
            var text = fragment._text.ToString();
            for (var i = 0; i < text.Length; i++)
            {
                _text.Append(text[i]);
                if (text[i] != '$' || i + 1 >= text.Length || !char.IsAsciiDigit(text[i + 1]))
                    continue;
                var number = 0;
                while (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
                    number = (number * 10) + (text[++i] - '0');
                _text.Append(number + offset);
            }
        }

        _parameters.AddRange(fragment._parameters);
    }

    public void AppendFormatted(Table table) => _text.Append(table.Name);

    public void AppendFormatted(Column column) => _text.Append(column.Name);

    public void AppendFormatted(Numbered name) => _text.Append(name.Prefix).Append(name.Number);

    public void AppendFormatted<T>(T value)
    {
        _parameters.Add(value);
        _text.Append('$').Append(_parameters.Count);
    }

    public override string ToString() => Text;
}

/// <summary>A table's name. Each stage spells its own in one file, <c>...Tables.cs</c>, and nobody else does.</summary>
public sealed class Table([System.Diagnostics.CodeAnalysis.ConstantExpected] string name)
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

/// <summary>A column's name, where a statement is put together from a list of columns.</summary>
public sealed class Column([System.Diagnostics.CodeAnalysis.ConstantExpected] string name)
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

/// <summary>One of a row of names, such as <c>c1</c>, <c>c2</c>, where a statement has as many columns as somebody's rules ask for.</summary>
public readonly struct Numbered([System.Diagnostics.CodeAnalysis.ConstantExpected] string prefix, int number)
{
    public string Prefix { get; } = prefix;

    public int Number { get; } = number;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{Number}");
}
