using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Meridian.Samples;
using Meridian.WebTests.Running;
using Microsoft.Playwright;
using NodaTime;

namespace Meridian.Bench.Web;

/// <summary>
/// The pages over a store of N customers: how long the server takes for each (the whole answer over loopback, with all that the page shows), how soon a browser's first page answers a click, and
/// whether M people who are connected at once and go from page to page are all answered. The health address of the same server is the baseline: it does nothing.
/// <c>--data DIR</c> keeps the store there and takes the one that is there already.
/// </summary>
internal static partial class WebBench
{
    private const string Password = "four words in a row";

    // A store that is kept knows who came before.
    private static readonly string Email = $"bench-{Environment.ProcessId}-{Environment.TickCount64}@example.com";

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var customers = Arguments.Option(args, "--profiles", 1_000_000);
        var rounds = (int)Arguments.Option(args, "--rounds", 30);
        var people = (int)Arguments.Option(args, "--people", 50);
        var folder = Directory.CreateTempSubdirectory("meridian-web-").FullName;
        try
        {
            var data = Array.IndexOf(args, "--data") is >= 0 and var at ? args[at + 1] : Path.Combine(folder, "data");
            if (!Directory.Exists(data))
            {
                var csv = Path.Combine(folder, "customers.csv");
                Console.Error.WriteLine($"writing and importing {customers:N0} customers ...");
                CustomerFile.Write(csv, customers, 1, new LocalDate(2026, 11, 23));
                var import = await ServerProcess.TryOn(data, "import", csv, "--source", "bench", "--json");
                Need.That(import.Code is 0 or 5, import.Error);
            }

            await using var server = await ServerProcess.Start(data);
            using var http = await Join(server, Email);
            var first = JsonDocument.Parse((await server.Run("customers", "list", "--limit", "1", "--json"))[0]).RootElement;
            customers = JsonDocument.Parse((await server.Run("customers", "count", "--json"))[0]).RootElement.GetProperty("customers").GetInt64();
            var (id, name) = (first.GetProperty("profile_id").GetString()!, first.GetProperty("name").GetString() ?? "ana");
            var pages = new (string Name, string Path)[]
            {
                ("nothing", "/healthz"), ("overview", "/"), ("list", "/customers"), ("filtered", "/customers?country=US&platform=whatsapp&activity=medium"),
                ("search_name", $"/customers?q={Uri.EscapeDataString(name)}"), ("search_phone", "/customers?q=55123"), ("customer", $"/customers/{id}"), ("tags", "/tags"), ("live", "/live"),
            };
            var times = pages.ToDictionary(p => p.Name, _ => new List<double>(), StringComparer.Ordinal);
            for (var round = -2; round < rounds; round++)
            {
                foreach (var (page, path) in pages)
                {
                    var watch = Stopwatch.StartNew();
                    using var answer = await http.GetAsync(path);
                    _ = await answer.Content.ReadAsByteArrayAsync();
                    Need.That(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
                    // The first two of each are the program's warming up.
                    if (round >= 0)
                        times[page].Add(watch.Elapsed.TotalMilliseconds);
                }
            }

            foreach (var (page, measured) in times)
                Console.Error.WriteLine($"{page}: median {At(measured, 0.5):0} ms, p95 {At(measured, 0.95):0} ms");
            var (interactive, scrolled, live, failed) = await Browse(server, people);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "web",
                customers,
                rounds,
                cores = Environment.ProcessorCount,
                median_ms = times.ToDictionary(t => t.Key, t => Math.Round(At(t.Value, 0.5), 1), StringComparer.Ordinal),
                p95_ms = times.ToDictionary(t => t.Key, t => Math.Round(At(t.Value, 0.95), 1), StringComparer.Ordinal),
                p95_to_nothing = times.ToDictionary(t => t.Key, t => Math.Round(At(t.Value, 0.95) / At(times["nothing"], 0.95), 1), StringComparer.Ordinal),
                first_page_interactive_ms = interactive,
                rows_deep_in_the_list_ms = scrolled,
                event_in_the_live_view_ms = live,
                people,
                people_failed = failed,
                server_mb = PeakMegabytes(server.Id),
            }));
            return failed is > 0 ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>An administrator who is signed in by a link, as a browser would be.</summary>
    private static async Task<HttpClient> Join(ServerProcess server, string email)
    {
        var link = JsonDocument.Parse((await server.Run("people", "invite", email, "--name", "Bench", "--role", "admin", "--json"))[0]).RootElement.GetProperty("link").GetString()!;
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(server.Url), Timeout = TimeSpan.FromMinutes(2) };
        var form = await http.GetStringAsync(link);
        using var answer = await http.PostAsync(link, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "join",
            ["__RequestVerificationToken"] = Token().Match(form).Groups["token"].Value,
            ["Input.Name"] = "Bench",
            ["Input.Password"] = Password,
        }));
        Need.That(answer.StatusCode == HttpStatusCode.Redirect, $"Nobody could sign in: {answer.StatusCode}");
        return http;
    }

    /// <summary>How long after one comes the next: a browser that has nothing of the pages yet takes both cores for some seconds.</summary>
    private static readonly TimeSpan Coming = TimeSpan.FromSeconds(7);

    /// <summary>How long somebody looks at a page.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(4);

    /// <summary>A first page until it answers, a place deep in the list, and as many people as asked for who go from page to page at once.</summary>
    private static async Task<(double? Interactive, double? Deep, double? Live, int? Failed)> Browse(ServerProcess server, int people)
    {
        if (!File.Exists("/usr/bin/chromium"))
        {
            Console.Error.WriteLine("There is no chromium on this machine: nothing is measured in a browser.");
            return (null, null, null, null);
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"] });
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = server.Url });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/login");
        await page.FillAsync("input[type=email]", Email);
        await page.FillAsync("input[type=password]", Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(server.Url + "/");
        var session = await context.StorageStateAsync();
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            // A browser that has nothing of it yet.
            await using var fresh = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = server.Url, StorageState = session });
            var first = await fresh.NewPageAsync();
            var watch = Stopwatch.StartNew();
            await first.GotoAsync("/");
            await first.WaitForFunctionAsync("() => document.documentElement.dataset.alive === 'true'");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        await page.GotoAsync("/customers");
        await page.WaitForSelectorAsync("td.name");
        var deep = Stopwatch.StartNew();
        await page.EvaluateAsync("() => { const rows = document.querySelector('.rows'); rows.scrollTop = rows.scrollHeight / 2; }");
        await page.WaitForFunctionAsync("() => document.querySelector('.rows').scrollTop > 10000 && !document.querySelector('tr.waiting') && document.querySelector('td.name')");
        var deepMs = deep.Elapsed.TotalMilliseconds;
        var live = await Arrive(server, page);
        var failed = 0;
        // They come one after another and look at a page for some seconds, as people do; their browsers are on this machine too.
        await Task.WhenAll(Enumerable.Range(0, people).Select(async i =>
        {
            await Task.Delay(Coming * i);
            try
            {
                // Small windows without motion: what their browsers paint is not what is measured, and takes the server's cores.
                await using var own = await browser.NewContextAsync(new BrowserNewContextOptions
                {
                    BaseURL = server.Url,
                    StorageState = session,
                    ReducedMotion = ReducedMotion.Reduce,
                    ViewportSize = new ViewportSize { Width = 800, Height = 500 },
                });
                var tab = await own.NewPageAsync();
                tab.SetDefaultTimeout(120_000);
                foreach (var path in new[] { "/", "/customers", "/tags", "/customers?country=US" })
                {
                    await tab.GotoAsync(path);
                    await tab.WaitForFunctionAsync("() => document.documentElement.dataset.alive === 'true'");
                    await Task.Delay(Look);
                }

                // All of them stay until the last has come.
                await Task.Delay(Coming * (people - i));
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException)
            {
                Console.Error.WriteLine(e.Message.Split('\n')[0]);
                Interlocked.Increment(ref failed);
            }
        }));
        return (Math.Round(At(times, 0.5)), Math.Round(deepMs), Math.Round(live), failed);
    }

    /// <summary>From sending an event until it stands in a live view that is open: the median of ten.</summary>
    private static async Task<double> Arrive(ServerProcess server, IPage page)
    {
        var key = JsonDocument.Parse((await server.Run("keys", "create", "--role", "ingest", "--source", "live", "--json"))[0]).RootElement.GetProperty("key").GetString();
        using var sender = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(server.Url) };
        sender.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key + ":")));
        await page.GotoAsync("/live");
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.alive === 'true'");
        var times = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var watch = Stopwatch.StartNew();
            using var content = new StringContent($$"""{"type":"track","event":"Arrived {{i}}","userId":"live-{{i}}","messageId":"arrived-{{i}}"}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await sender.PostAsync("/v1/track", content);
            Need.That(answer.IsSuccessStatusCode, $"/v1/track: {answer.StatusCode}");
            await page.WaitForFunctionAsync("text => document.body.innerText.includes(text)", $"Arrived {i}");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return At(times, 0.5);
    }

    private static double At(List<double> values, double share) => values.Order().ElementAt((int)Math.Min(values.Count - 1, Math.Floor(values.Count * share)));

    private static long PeakMegabytes(int process) => File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] is var kilobytes
        ? long.Parse(kilobytes) >> 10 : 0;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
