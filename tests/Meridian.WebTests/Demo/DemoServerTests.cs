using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Demo;

/// <summary>The demo leaves its server running, and what it prints is what works.</summary>
public sealed partial class DemoServerTests : IDisposable
{
    /// <summary>Eleven files are imported before it serves; a busy machine may take its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_event_is_the_curl_that_the_demo_prints()
    {
        var data = Path.Combine(_folder.FullName, "demo");
        using var demo = ChildProcess.Start("dotnet", [ServerProcess.Program, "demo", "--data", data, "--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}"], ("MERIDIAN_ADMIN_KEY", ""));
        try
        {
            var waited = Stopwatch.StartNew();
            while (!demo.Output.Contains("until Ctrl-C", StringComparison.Ordinal))
            {
                Assert.False(demo.HasExited, $"The demo ended: {demo.Output}{demo.Error}");
                Assert.True(waited.Elapsed < Patience, $"The demo does not serve: {demo.Output}{demo.Error}");
                await Task.Delay(200);
            }

            var curl = Curl().Match(demo.Output);
            Assert.True(curl.Success, demo.Output);
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, curl.Groups["url"].Value) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(curl.Groups["body"].Value)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(curl.Groups["key"].Value + ":")));
            using var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

            // The server says what it has applied; the command goes through it.
            string last;
            do
            {
                using var tail = ChildProcess.Start("dotnet", [ServerProcess.Program, "events", "tail", "--limit", "1", "--json", "--data", data]);
                Assert.Equal(0, await tail.Wait(Patience));
                last = tail.Output;
                Assert.True(waited.Elapsed < Patience, last);
            }
            while (!last.Contains("\"total\":12.5", StringComparison.Ordinal));

            using var again = ChildProcess.Start("dotnet", [ServerProcess.Program, "demo", "--data", data]);
            Assert.Equal(75, await again.Wait(Patience));
        }
        finally
        {
            await demo.Kill();
        }
    }

    [GeneratedRegex(@"curl -u (?<key>[^:\s]+): -d '(?<body>[^']+)' (?<url>http://127\.0\.0\.1:\d+/v1/track)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Curl();
}
