using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Meridian.EngineTests.Store;

/// <summary>
/// A PostgreSQL of this test run's own, from the system's programs: its files in a temporary folder, at a port of this machine only, gone with the run, also when that is killed.
/// </summary>
internal static class PostgresServer
{
    private static readonly Lazy<string> Started = new(Start);
    private static string? _folder;

    private static string? Programs { get; } = new[] { "/usr/lib/postgresql/18/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin" }
        .FirstOrDefault(p => File.Exists(Path.Combine(p, "initdb")) && File.Exists(Path.Combine(p, "postgres")));

    /// <summary>Why there is none here; null where there is one. In CI its absence fails the tests instead.</summary>
    public static string? Missing { get; } =
        Programs is null && Environment.GetEnvironmentVariable("CI") is null or "" ? "PostgreSQL 15's programs (initdb, postgres) are not on this machine: install them, or let ./test do it on Debian." : null;

    /// <summary>Whether it flushes what it commits, as it does for its users; before it is started first.</summary>
    public static bool IsDurable { get; set; }

    /// <summary><c>postgres://...</c> of a database that is empty but for what earlier tests left in schemas of their own.</summary>
    public static string Address => Started.Value;

    /// <summary>The folder of its tables' files.</summary>
    public static string TableFiles => Path.Combine(_folder!, "data", "base");

    private static string Start()
    {
        if (Programs is not { } programs)
            throw new InvalidOperationException("PostgreSQL's programs are not on this machine, and in CI they have to be.");
        var folder = Place();
        _folder = folder;
        var port = FreePort();
        // The server ends with the pipe that this process holds, and no sooner. It refuses to run as root, who takes the user that its package made.
        var script = $$"""
            set -e
            as=
            if [ "$(id -u)" = 0 ]; then as="setpriv --reuid=postgres --regid=postgres --clear-groups"; fi
            if [ "$(id -u)" = 0 ]; then chown postgres "{{folder}}"; fi
            cd "{{folder}}"
            $as "{{programs}}/initdb" -D "{{folder}}/data" -A trust -U postgres -E UTF8 --locale=C --no-sync >"{{folder}}/initdb.log" 2>&1
            $as "{{programs}}/postgres" -D "{{folder}}/data" -p {{port}} -k "{{folder}}" -c listen_addresses=127.0.0.1 {{(IsDurable ? "" : "-c fsync=off -c full_page_writes=off")}} -c max_connections=200 -c shared_buffers=128MB \
                -c autovacuum_naptime=10s >"{{folder}}/server.log" 2>&1 </dev/null &
            server=$!
            cat >/dev/null
            kill -QUIT $server
            wait $server
            rm -rf "{{folder}}"
            """;
        var process = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardInput = true, UseShellExecute = false })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.StandardInput.Close();
            process.WaitForExit(10_000);
        };
        var address = string.Create(CultureInfo.InvariantCulture, $"postgres://postgres@127.0.0.1:{port}/postgres");
        var since = Stopwatch.StartNew();
        while (!Answers(port))
        {
            if (process.HasExited || since.Elapsed > TimeSpan.FromMinutes(5))
                throw new InvalidOperationException($"PostgreSQL did not start; its words are in {folder}.");
            Task.Delay(50).GetAwaiter().GetResult();
        }

        return address;
    }

    /// <summary>A new folder; in memory where that is large enough and nothing has to last, because each test makes some hundred tables, and opening their files takes a third of its time on a disk.</summary>
    private static string Place()
    {
        const string Memory = "/dev/shm";
        const long Enough = 4L << 30;
        if (IsDurable || !Directory.Exists(Memory) || new DriveInfo(Memory).AvailableFreeSpace < Enough)
            return Directory.CreateTempSubdirectory("meridian-postgres-").FullName;
        return Directory.CreateDirectory(Path.Combine(Memory, $"meridian-postgres-{Path.GetRandomFileName()}")).FullName;
    }

    private static bool Answers(int port)
    {
        try
        {
            using var database = new Meridian.Postgres.PostgresDatabase(string.Create(CultureInfo.InvariantCulture, $"postgres://postgres@127.0.0.1:{port}/postgres?schema=first"));
            return true;
        }
        catch (Meridian.Postgres.StoreUnreachableException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
