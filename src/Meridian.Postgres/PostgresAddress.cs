using System.Text.RegularExpressions;
using Npgsql;

namespace Meridian.Postgres;

/// <summary>Where a store on PostgreSQL is.</summary>
/// <param name="ConnectionString">For the driver.</param>
/// <param name="Shown">The address without its password.</param>
public sealed partial record PostgresAddress(string ConnectionString, string Schema, string Shown)
{
    private const string Usual = "meridian";

    public static bool IsAddress(string text) => text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FormatException">It is no address of a store; says what is wrong.</exception>
    public static PostgresAddress Parse(string text)
    {
        if (!IsAddress(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new FormatException("A store on PostgreSQL is named as postgres://USER:PASSWORD@HOST:PORT/DATABASE, with ?schema=NAME where it is not to be 'meridian'.");
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.IdnHost,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "postgres",
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            ApplicationName = "meridian",
            CommandTimeout = 0,
            Timeout = 10,
            MaxPoolSize = 100,
            // A server that died with its machine says nothing; the lease of its pump ends when the operating system gives the connection up.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 3,
            TcpKeepAliveInterval = 2,
            KeepAlive = 5,
            // Errors quote values of rows otherwise.
            IncludeErrorDetail = false,
            NoResetOnClose = false,
        };
        var schema = Usual;
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (pair, "");
            if (name == "schema")
                schema = value;
            else if (name == "sslmode" && Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode))
                builder.SslMode = mode;
            else
                throw new FormatException($"'{name}' in the store's address is not known. These are: schema=NAME, sslmode=disable, prefer, require, verify-ca or verify-full.");
        }

        if (!Name().IsMatch(schema))
            throw new FormatException($"schema={schema}: a schema's name is of small letters, digits and _, and begins with a letter.");
        builder.SearchPath = schema;
        // A process that was killed in the middle of a long statement gives its lead up within a second. Compiling statements costs more than the short ones take.
        builder.Options = "-c client_connection_check_interval=1s -c jit=off -c timezone=UTC -c work_mem=64MB -c client_min_messages=warning";
        return new PostgresAddress(builder.ConnectionString, schema, $"postgres://{builder.Host}:{builder.Port}/{builder.Database}{(schema == Usual ? "" : $"?schema={schema}")}");
    }

    /// <summary>A schema of the same database whose name is this one's with an ending.</summary>
    internal PostgresAddress Beside(string ending) =>
        this with { ConnectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = Schema + ending }.ConnectionString, Schema = Schema + ending };

    [GeneratedRegex("^[a-z][a-z0-9_]{0,50}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
