using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Privacy;
using Meridian.Segments;
using Meridian.Web;
using Meridian.Web.Api;
using Microsoft.AspNetCore.Builder;
using NodaTime;

namespace Meridian.WebTests.Api;

/// <summary>A server with its API in this process, on a temporary folder, with a key of each role, without and with a limit to India.</summary>
internal sealed class ApiServer : IAsyncDisposable, IAccessRecord
{
    public const string LocalToken = "the-token-of-this-run";

    public static readonly string[] Limit = ["IN"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("meridian-api-");
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal) { ["local"] = LocalToken };
    private readonly IClock _clock;
    private readonly IDatabase _database;
    private readonly ILog _log;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentQueue<Access> _told = new();

    private ApiServer(Engine engine, IClock clock, Func<ApiHost, ApiHost> settle)
    {
        _clock = clock;
        Folder = new DataFolder(Path.Combine(_root.FullName, "data"));
        _database = Engines.OpenPrepared(engine, Folder);
        Folder = Engines.FolderOf(Folder, _database);
        using var session = _database.OpenSession();
        StoreSchema.Prepare(session);
        _log = Engines.OpenLog(_database, Folder, session);
        foreach (var role in Roles.All)
        {
            _keys[role] = Make(role, []);
            if (role != Roles.Ingest)
                _keys[role + " of IN"] = Make(role, Limit);
        }

        _keys["unknown"] = ApiKeys.New(Roles.Admin);
        _keys["revoked"] = Make(Roles.Admin, []);
        _log.Append(KeyRevokeOrder.Kind, Now, new KeyRevokeOrder(ApiKeys.IdOf(_keys["revoked"])).ToJson());
        Store = new OpenStore(Folder, _database, _log, new Pipeline(Folder, _log), engine == Engine.Postgres ? null : () => _database)
        {
            Snapshots = engine == Engine.Postgres ? SnapshotRule.Never : SnapshotRule.Usual,
        };
        Store.Pipeline.Run(session);
        App = MeridianServer.Build(Store, clock, "http://127.0.0.1:0", LocalToken, (_, _, _, _) => 0, settle(new ApiHost(Erase, path => new DuckDbDatabase(path))
        {
            Record = this,
            RequestsPerSecond = 1_000_000,
            Burst = 1_000_000,
        }));
    }

    public DataFolder Folder { get; }

    public OpenStore Store { get; }

    public WebApplication App { get; }

    public string Url => MeridianServer.UrlOf(App);

    /// <summary>Who asks: a role, a role "of IN", "local", "unknown" and "revoked".</summary>
    public IReadOnlyDictionary<string, string> Keys => _keys;

    public IReadOnlyList<Access> Told => [.. _told];

    private DateTime Now => _clock.StoreNow();

    public static async Task<ApiServer> Start(Engine engine = Engine.DuckDb, Func<ApiHost, ApiHost>? settle = null, IClock? clock = null)
    {
        var server = new ApiServer(engine, clock ?? SystemClock.Instance, settle ?? (h => h));
        await server.App.StartAsync();
        return server;
    }

    public void Tell(Access access) => _told.Enqueue(access);

    /// <summary>A text as a file of a source, wholly applied; the import's number.</summary>
    public long Import(string source, string csv, string? key = null)
    {
        lock (Store.Pipeline.Gate)
        {
            using var session = Store.OpenSession();
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
            using var file = IncomingFile.ReceiveAsync(Folder, stream, source + ".csv", 1 << 20, CancellationToken.None).GetAwaiter().GetResult();
            var entry = file.Land(session, _log, file.Order(source, null, null, key, null), Now);
            Store.Pipeline.Run(session);
            Assert.Equal("applied", Imports.Find(session, entry.Entry)?.State);
            return entry.Entry;
        }
    }

    /// <summary>The id of the customer whom an identifier names.</summary>
    public Guid Profile(string identifier)
    {
        using var session = Store.OpenSession();
        return Assert.Single(CustomerViews.Find(session, Scope.Whole, identifier));
    }

    /// <summary>Asks as somebody; null for nobody.</summary>
    public async Task<HttpResponseMessage> Send(string? who, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : Url + path) { Content = content };
        if (who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _keys[who]);
        // Who sends much waits whether it is wanted, as curl does.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 64 << 10;
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await _http.SendAsync(request);
    }

    /// <summary>Asks, and insists on the status; the JSON that came.</summary>
    public async Task<JsonElement> Ask(string? who, HttpMethod method, string path, int status, object? body = null, params (string Name, string Value)[] headers)
    {
        using var answer = await Send(who, method, path, body is null ? null : body as HttpContent ?? Json(body), headers);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{method} {path} as {who}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public Task<JsonElement> Get(string? who, string path, int status = 200) => Ask(who, HttpMethod.Get, path, status);

    public static StringContent Json(object body) => new(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    public static MultipartFormDataContent Form(string name, string csv, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", name } };
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        return form;
    }

    /// <summary>Waits for the pump.</summary>
    public async Task<JsonElement> Applied(string location)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var import = await Get("admin", location);
            if (import.GetProperty("import").GetProperty("state").GetString() is not ("waiting" or "applying"))
                return import;
            await Task.Delay(50);
        }

        throw new TimeoutException($"{location} is not applied.");
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        _http.Dispose();
        _log.Dispose();
        Engines.Drop(_database);
        _database.Dispose();
        _root.Delete(recursive: true);
    }

    private string Make(string role, string[] countries)
    {
        var made = NewKey.Make(role, "default", EventsOrder.SharedSpace, countries);
        _log.Append(KeyOrder.Kind, Now, made.Order.ToJson());
        return made.Shown.Key;
    }

    private ErasureAnswer? Erase(Scope scope, Guid profile, string reason, bool suppress)
    {
        lock (Store.Pipeline.Gate)
        {
            using var session = Store.OpenSession();
            if (CustomerViews.Find(session, scope, profile.ToString(), beginnings: false) is not [var found])
                return null;
            var entry = Erasures.Order(session, _log, Folder, Subject.Of(session, [found]), 1, reason, suppress, Now);
            Store.Pipeline.Run(session);
            Erasures.Finish(session, _log, Folder, _database, path => new DuckDbDatabase(path), Now);
            return ErasureAnswer.Of(Erasures.All(session).Single(r => r.Erasure == entry.Entry), suppress, 0, []);
        }
    }
}
