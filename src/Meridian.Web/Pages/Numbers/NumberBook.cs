using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Normalise;
using Meridian.Numbers;
using Meridian.Numbers.Recipes;
using Meridian.Numbers.SetAside;
using Meridian.Web.Api;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Meridian.Web.Pages.OfNumbers;

/// <summary>Somebody has as many lists at work as they may.</summary>
public sealed class TooManyListsException() : Exception("As many lists as may be are at work already.");

/// <summary>
/// Work on people's lists of numbers, one list at a time as in the API. Results stand where files that come in stand, and go as they do, after a day; a server that is started anew knows none of
/// them any more.
/// </summary>
public sealed partial class NumberBook(OpenStore store, NumberWork work, ApiHost host, IClock clock, ILogger<NumberBook> logger)
{
    /// <summary>Work and results of one person that are kept at once.</summary>
    private const int Most = 10;

    /// <summary>Rows that the page shows.</summary>
    private const int Shown = 12;

    private readonly Lock _gate = new();

    /// <summary>In the order in which they began.</summary>
    private readonly List<NumberJob> _jobs = [];

    /// <summary>Somebody's work by its id; null where there is none (any more), and for who may not see it any more.</summary>
    public NumberJob? Find(string id, Scope who)
    {
        lock (_gate)
            return _jobs.Find(j => j.Id == id && j.By == who.Key && Rights.Allows(who, j.Ask.Needs) && Directory.Exists(j.Folder));
    }

    /// <summary>Begins; the caller has seen to the right.</summary>
    /// <exception cref="TooManyListsException">None of the person's is done, and there are many.</exception>
    public NumberJob Begin(NumberAsk ask, Scope who)
    {
        NumberJob job;
        lock (_gate)
        {
            var theirs = _jobs.FindAll(j => j.By == who.Key);
            if (theirs.Count >= Most)
                Forget(theirs.Find(j => j.IsDone) ?? throw new TooManyListsException());
            var folder = store.Folder.Incoming();
            job = new NumberJob(store.Folder.IncomingId(folder), who.Key!, ask, folder);
            _jobs.Add(job);
        }

        _ = Run(job, who);
        return job;
    }

    /// <summary>Ends work that its person does not want any more; what it wrote goes.</summary>
    public void Drop(NumberJob job)
    {
        lock (_gate)
            Forget(job);
    }

    /// <summary>Within the gate. What is at work still clears up after itself.</summary>
    private void Forget(NumberJob job)
    {
        if (!_jobs.Remove(job))
            return;
        if (job.IsDone)
            Clear(job);
        else
            job.Cancel();
    }

    private static void Clear(NumberJob job)
    {
        job.Dispose();
        if (Directory.Exists(job.Folder))
            Directory.Delete(job.Folder, recursive: true);
    }

    private async Task Run(NumberJob job, Scope who)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                try
                {
                    await work.Run(() => Do(job), job.Stop).ConfigureAwait(false);
                    break;
                }
                catch (ProblemException)
                {
                    // Another list is worked on: its turn comes.
                }
            }

            host.Record.Tell(new Foundation.Governance.Access(clock.StoreNow(), who.Key, who.Role, job.Ask.Needs, "page numbers", null, Outcome.Allowed, null, job.Counts?.Known));
        }
        catch (OperationCanceledException)
        {
            job.Fault = "";
        }
        catch (SideStoreInUseException)
        {
            (job.Fault, job.WasBusy) = ("", true);
        }
        catch (Exception e) when (e is UnreadableFileException or RecipeException)
        {
            job.Fault = InWords(e.Message, job.Ask.Lists);
        }
#pragma warning disable CA1031 // The page says that it failed; nothing of the store was changed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(e.GetType().Name);
            job.Fault = "";
        }

        lock (_gate)
        {
            job.IsDone = true;
            if (!_jobs.Contains(job))
                Clear(job);
        }
    }

    /// <summary>A message for a person: where files stand on the server's disk is nobody's concern.</summary>
    public string InWords(string message, IReadOnlyList<ImportDraft> lists)
    {
        foreach (var list in lists)
            message = message.Replace(new ImportDrafts(store.Folder).PathOf(list), list.FileName, StringComparison.Ordinal);
        return message.Replace(store.Folder.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(" Name one with --column.", "", StringComparison.Ordinal);
    }

    private bool Do(NumberJob job)
    {
        var files = new List<NumberFile>();
        try
        {
            foreach (var list in job.Ask.Lists)
                files.Add(NumberFile.Open(new ImportDrafts(store.Folder).PathOf(list), job.Ask.Country, null, list.FileName));
            job.Columns = files.ConvertAll(f => f.Columns[f.Phone]);
            switch (job.Ask.Task)
            {
                case NumberTask.Check:
                    Check(job, files);
                    break;
                case NumberTask.Dedupe:
                    Dedupe(job, files);
                    break;
                default:
                    Compare(job, files);
                    break;
            }

            return true;
        }
        finally
        {
            files.ForEach(f => f.Dispose());
        }
    }

    private void Check(NumberJob job, List<NumberFile> files)
    {
        var ask = job.Ask;
        var recipe = ask.Recipe is null ? null : new RecipeBook(store.Folder.Root).Find(ask.Recipe, files: false);
        if (ask.SetAside && files.Exists(f => f.IsGenerated))
            throw new UnreadableFileException($"{files[0].Name} holds made-up numbers, which are nobody's and cannot be set aside.");
        KnownCustomers known;
        using (var session = store.OpenSession())
            known = ScreenSources.Customers(session, recipe, ask.Facts, clock.StoreNow());
        using var kept = ask.SetAside ? new Quarantine(store.Folder.Root, host.OpenSide, SideUse.Write) : null;
        using var rejected = kept?.Begin(recipe ?? Rejected.UsualQuestion);
        var options = new ScreenOptions(known, recipe, ask.Facts, null, DateOnly.FromDateTime(clock.StoreNow()))
        {
            Lookups = ScreenSources.Lookups(store.Folder, host, recipe, clock.StoreNow()),
            SetAside = rejected,
        };
        var name = Path.GetFileNameWithoutExtension(files[0].Name);
        var (all, matching) = (Path.Combine(job.Folder, "checked.csv"), Path.Combine(job.Folder, "matching.csv"));
        var counts = NumberScreen.Run(files, options, all, recipe is null ? null : matching, job, job.Stop);
        if (rejected is not null)
            job.SetAside = kept!.SetAside(rejected, clock.StoreNow()).Added;
        job.Sample = FirstRows.Read(all, new ReadOptions(), Shown, job.Stop);
        job.Files = recipe is null ? [new(all, name + "-checked.csv", "numbers.file.all", counts.Rows)]
            : [new(all, name + "-checked.csv", "numbers.file.all", counts.Rows), new(matching, name + "-matching.csv", "numbers.file.matching", counts.Recipe!.Of(Answer.Yes))];
        job.Counts = counts;
    }

    private static void Dedupe(NumberJob job, List<NumberFile> files)
    {
        var path = Path.Combine(job.Folder, "once.csv");
        var counts = NumberDedupe.Run(files, path, job, job.Stop);
        job.Files = [new(path, Path.GetFileNameWithoutExtension(files[0].Name) + "-once.csv", "numbers.file.once", counts.Kept)];
        job.Kept = counts;
    }

    private static void Compare(NumberJob job, List<NumberFile> files)
    {
        using var comparison = NumberComparison.Of(files, job, job.Stop);
        var names = ComparisonView.FileNames(comparison);
        var paths = names.Select((_, i) => Path.Combine(job.Folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"share-{i}.csv"))).ToList();
        comparison.Write(paths, job.Stop);
        job.Files = [.. names.Select((n, i) => new NumberResultFile(paths[i], n, null, comparison.Shares[i].Numbers))];
        job.Compared = ComparisonView.Of(comparison, names);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Work on a list of numbers failed: {Fault}")]
    private partial void Failed(string fault);
}
