using System.Diagnostics.CodeAnalysis;
using Meridian.Foundation.Database;
using Npgsql;

namespace Meridian.Postgres;

/// <summary>A query whose rows are still being read.</summary>
internal interface IOpenQuery : IDisposable
{
    /// <summary>Reads the rest into memory, so that the connection is free.</summary>
    void Fetch();
}

/// <summary>Rows as they stream by, until somebody else needs the connection.</summary>
internal sealed class OpenQuery<T> : IOpenQuery
{
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlDataReader _reader;
    private readonly Func<IRow, T> _map;
    private readonly ReaderRow _row;
    private Queue<T>? _rest;

    public OpenQuery(NpgsqlCommand command, Func<IRow, T> map)
    {
        _command = command;
        _map = map;
        try
        {
            _reader = command.ExecuteReader();
        }
        catch
        {
            command.Dispose();
            throw;
        }

        _row = new ReaderRow(_reader);
    }

    public bool Next([MaybeNullWhen(false)] out T value)
    {
        if (_rest is not null)
            return _rest.TryDequeue(out value);
        var any = _reader.Read();
        value = any ? _map(_row) : default;
        return any;
    }

    public void Fetch()
    {
        if (_rest is not null)
            return;
        var rest = new Queue<T>();
        while (_reader.Read())
            rest.Enqueue(_map(_row));
        _rest = rest;
        _reader.Dispose();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }
}
