using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

/// <summary>F07 over HTTP; what happens 29 days later is asked of the pipeline, whose clock a test can move.</summary>
public sealed class RepeatedBatchTests
{
    private const int Messages = 500;
    private const int Times = 16;

    [Fact]
    public async Task F07_a_batch_that_is_sent_sixteen_times_at_once_and_again_after_a_restart_is_stored_once_and_always_answered_200()
    {
        await using var server = await ServerProcess.Start();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(ServerProcess.AdminKey + ":")));
        var batch = Encoding.UTF8.GetBytes($"{{\"batch\":[{string.Join(',', Enumerable.Range(0, Messages).Select(i => NumberedSender.Text(i)))}]}}");

        Assert.All(await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => Send())), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(new MessageCounts(Times * Messages, Messages, (Times - 1) * Messages, 0), await server.Counts());
        await server.Kill();
        await server.StartAgain();
        Assert.Equal(HttpStatusCode.OK, await Send());
        Assert.Equal(new MessageCounts((Times + 1) * Messages, Messages, Times * Messages, 0), await server.Counts());
        Assert.Equal((0, 0, 0), KilledIngest.Compare((await server.Messages()).Select(m => m.MessageId), Messages));

        async Task<HttpStatusCode> Send()
        {
            using var answer = await http.PostAsync($"{server.Url}/v1/batch", new ByteArrayContent(batch));
            return answer.StatusCode;
        }
    }
}
