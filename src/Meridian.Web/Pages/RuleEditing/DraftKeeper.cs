using Meridian.Web.Pages.Access;

namespace Meridian.Web.Pages.RuleEditing;

/// <summary>Keeps what a page's form holds while somebody writes: at most once in some hundred milliseconds, and always the last of it. One a page.</summary>
/// <param name="of">Of what it is a draft: "tag vip".</param>
/// <param name="text">The form as it is now.</param>
/// <param name="kept">Called when it is on the disk.</param>
public sealed class DraftKeeper(RuleDrafts drafts, PageStore store, string of, Func<string> text, Func<Task> kept) : IAsyncDisposable
{
    /// <summary>How long a change may wait for others that come with it; with the way from the browser it stays well under two seconds.</summary>
    private const int Wait = 400;

    private Task? _writing;
    private bool _again, _off;

    public string Of => of;

    /// <summary>When the form was kept last (UTC); null for not yet.</summary>
    public DateTime? KeptAt { get; private set; }

    /// <summary>What was kept earlier; null for nothing.</summary>
    public async Task<(string Text, DateTime At)?> Find() => drafts.Find((await store.Me()).Id, of);

    /// <summary>The form was changed. Called from the page's own thread.</summary>
    public void Touch()
    {
        if (_off)
            return;
        _again = true;
        _writing ??= Write();
    }

    /// <summary>The draft was saved, or given up: it is no longer kept.</summary>
    public async Task Drop()
    {
        _again = false;
        if (_writing is { } writing)
            await writing;
        drafts.Drop((await store.Me()).Id, of, store.Now);
        KeptAt = null;
    }

    /// <summary>Who leaves the page within the wait loses nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        _off = true;
        if (_writing is { } writing)
            await writing;
    }

    private async Task Write()
    {
        try
        {
            while (_again)
            {
                if (!_off)
                    await Task.Delay(Wait);
                if (!_again)
                    break;
                _again = false;
                var (person, now) = ((await store.Me()).Id, text());
                await Task.Run(() => drafts.Keep(person, of, now));
                KeptAt = store.Now;
                if (!_off)
                    await kept();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotAllowedException)
        {
            // The disk refused it, or the session is over: nothing is said to be kept, and the next change tries again.
            KeptAt = null;
            if (!_off)
                await kept();
        }
        finally
        {
            _writing = null;
        }
    }
}
