using System.Text.Json;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>Who signs in to the pages, from the command line: to begin without a browser, and for who lost their password.</summary>
public sealed class PeopleTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Somebody_is_invited_listed_given_a_new_link_and_ended()
    {
        var invited = _shell.Run("people", "invite", "ravi@example.com", "--name", "Ravi", "--role", "operator", "--countries", "India,LK");
        Assert.Equal(0, invited.Code);
        var link = Assert.Single(invited.OutputLines, l => l.StartsWith("/join?key=", StringComparison.Ordinal));
        var row = Json("people", "list", "--json");
        Assert.Equal(("ravi@example.com", "Ravi", "operator", "invited"), (Text(row, "email"), Text(row, "name"), Text(row, "role"), Text(row, "state")));
        Assert.Equal(["IN", "LK"], row.GetProperty("countries").EnumerateArray().Select(c => c.GetString()));
        Assert.DoesNotContain(link[10..], _shell.Run("people", "list", "--json").Output, StringComparison.Ordinal);

        Assert.StartsWith("/join?key=", Text(Json("people", "link", "RAVI@example.com", "--json"), "link"), StringComparison.Ordinal);
        Assert.Equal("ended", Text(Json("people", "end", "ravi@example.com", "--json"), "state"));
        var again = _shell.Run("people", "link", "ravi@example.com");
        Assert.Equal(3, again.Code);
        Assert.Contains("Nobody signs in as ravi@example.com", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_one_sentence_and_exit_code_2()
    {
        var bad = _shell.Run("people", "invite", "ravi", "--name", "Ravi", "--role", "viewer");
        Assert.Equal(2, bad.Code);
        Assert.Contains("is no e-mail address", bad.Error, StringComparison.Ordinal);
        Assert.Equal(2, _shell.Run("people", "invite", "ravi@example.com", "--name", "Ravi", "--role", "ingest").Code);
    }

    private JsonElement Json(params string[] args) => JsonElement.Parse(Assert.Single(_shell.Run(args).OutputLines, l => l.StartsWith('{')));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
