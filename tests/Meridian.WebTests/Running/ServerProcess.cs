using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Meridian.WebTests.Running;

/// <summary><c>meridian serve</c> as a process of its own on a temporary folder, and commands as further processes on the same folder.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Administers, and sends events as source <c>default</c>.</summary>
    public const string AdminKey = "an-admin-key-for-the-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Of a command over a large store, such as making it again.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(10);

    internal static readonly string Program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Meridian.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "Meridian.Cli.dll"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private ChildProcess? _process;

    private readonly (string Name, string Value)[] _environment;

    private ServerProcess(string? data, (string Name, string Value)[] environment)
    {
        _environment = [("MERIDIAN_ADMIN_KEY", AdminKey), .. environment];
        Url = $"http://127.0.0.1:{FreePort()}";
        Data = data ?? Path.Combine(_folder.FullName, "data");
    }

    /// <summary>Where it listens, also after it was started again.</summary>
    public string Url { get; }

    public string Data { get; }

    /// <summary>The process that runs now.</summary>
    public int Id => _process!.Id;

    /// <summary>What it printed since it was started last.</summary>
    public string Printed => $"{_process?.Output}{_process?.Error}";

    /// <summary>A server that is ready, on a folder of its own.</summary>
    /// <param name="data">The folder, which stays; null for one that goes with the server.</param>
    /// <param name="environment">Variables of the server's process.</param>
    public static async Task<ServerProcess> Start(string? data = null, params (string Name, string Value)[] environment)
    {
        var server = new ServerProcess(data, environment);
        try
        {
            await server.StartAgain();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the same folder and port, and waits until it is ready.</summary>
    public async Task StartAgain()
    {
        _process = ChildProcess.Start("dotnet", [Program, "serve", "--data", Data, "--urls", Url], _environment);
        var waited = Stopwatch.StartNew();
        while (!await Ready())
        {
            Need.That(!_process.HasExited, $"The server ended: {_process.Output}{_process.Error}");
            Need.That(waited.Elapsed < Patience, $"The server is not ready: {_process.Output}{_process.Error}");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGKILL: nothing is written, closed or told.</summary>
    public async Task Kill()
    {
        await _process!.Kill();
        _process = null;
    }

    /// <summary>SIGTERM, as a service manager stops it; what it printed until its end.</summary>
    public async Task<string> Stop()
    {
        using var kill = ChildProcess.Start("kill", ["-TERM", $"{Id}"]);
        await kill.Wait(Patience);
        Need.That(await _process!.Wait(Patience) == 0, $"The server did not end well: {Printed}");
        var printed = Printed;
        _process.Dispose();
        _process = null;
        return printed;
    }

    /// <summary>Runs a command on this server's folder as a process; the lines that it printed.</summary>
    public async Task<string[]> Run(params string[] args)
    {
        var (code, output, error) = await Try(args);
        Need.That(code == 0, $"meridian {string.Join(' ', args)}: {output}{error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The same of a command that may fail.</summary>
    public Task<(int Code, string Output, string Error)> Try(params string[] args) => TryOn(Data, _environment, args);

    /// <summary>The same on another folder.</summary>
    public static Task<(int Code, string Output, string Error)> TryOn(string data, params string[] args) => TryOn(data, [], args);

    private static async Task<(int Code, string Output, string Error)> TryOn(string data, (string Name, string Value)[] environment, string[] args)
    {
        using var command = ChildProcess.Start("dotnet", [Program, .. args, "--data", data], environment);
        var code = await command.Wait(LongPatience);
        return (code, command.Output, command.Error);
    }

    /// <summary>What became of all messages, when nothing waits any more.</summary>
    public async Task<MessageCounts> Counts()
    {
        var (waited, applied) = (Stopwatch.StartNew(), -1L);
        while (true)
        {
            var status = Parse((await Run("status", "--json"))[0]);
            if (Number("waiting") == 0)
                return new MessageCounts(Number("received"), Number("applied"), Number("duplicate"), Number("rejected"));
            if (Number("log_applied") > applied)
                (waited, applied) = (Stopwatch.StartNew(), Number("log_applied"));
            Need.That(waited.Elapsed < Patience, $"The server does not apply what it has: {status} {Printed}");

            long Number(string name) => status.GetProperty(name).GetInt64();
        }
    }

    /// <summary>The messages in the store.</summary>
    public async Task<List<StoredMessage>> Messages() =>
        [.. (await Run("events", "tail", "--json", "--limit", "100000")).Select(Parse).Select(e => new StoredMessage(Text(e, "message_id", "MessageId")!, Text(e, "type", "Type")!, Text(e, "name", "Name")))];

    /// <param name="name">Only of this name; null for all.</param>
    public async Task<long> CountEvents(string? name = null) =>
        Parse((await Run(["events", "count", .. name is null ? Array.Empty<string>() : ["--name", name]]))[0]).GetProperty("events").GetInt64();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await Kill();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> Ready()
    {
        try
        {
            using var answer = await _http.GetAsync($"{Url}/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement line, params string[] names) =>
        names.Select(n => line.TryGetProperty(n, out var value) ? value.GetString() : null).FirstOrDefault(v => v is not null);
}

/// <summary>A message as <c>events tail</c> shows it.</summary>
internal sealed record StoredMessage(string MessageId, string Type, string? Name);

/// <summary>The counters of <c>meridian status</c>.</summary>
internal sealed record MessageCounts(long Received, long Applied, long Duplicate, long Rejected);
