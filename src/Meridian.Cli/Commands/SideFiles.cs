using Meridian.DuckDb;
using Meridian.Foundation.Database;
using Meridian.Numbers;
using Meridian.Numbers.Lookups;
using Meridian.Numbers.SetAside;

namespace Meridian.Cli.Commands;

/// <summary>Opens the files beside the store: what was looked up, and what is set aside.</summary>
internal static class SideFiles
{
    /// <summary>A screening or look-up holds the store's memory too; these need little.</summary>
    private const string Memory = "128MB";

    public static LookupCache Lookups(string data, SideUse use = SideUse.Write) => Open(data, () => new LookupCache(data, Database, use));

    public static Quarantine Quarantine(string data, SideUse use = SideUse.Write) => Open(data, () => new Quarantine(data, Database, use));

    /// <summary>The quarantine of a folder where something was set aside before.</summary>
    public static Quarantine ExistingQuarantine(string data, SideUse use = SideUse.Write) => Numbers.SetAside.Quarantine.Exists(data) ? Quarantine(data, use)
        : throw new CommandException(ExitCode.NotFound, $"Nothing was ever set aside in {data}. 'meridian numbers screen FILE --quarantine --to OUT' sets aside what it rejects.");

    /// <summary>Answers that are not too old, or null where nothing was ever looked up.</summary>
    public static CachedLookups? Cached(CommandContext context, string data)
    {
        if (!LookupCache.Exists(data))
            return null;
        using var cache = Lookups(data, SideUse.Read);
        return CachedLookups.Of(cache, Now(context));
    }

    /// <summary>The clock's instant to the microsecond, UTC.</summary>
    public static DateTime Now(CommandContext context)
    {
        var now = context.Clock.GetCurrentInstant().ToDateTimeUtc();
        return DateTime.SpecifyKind(new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond)), DateTimeKind.Unspecified);
    }

    /// <summary>Opens a side store's file, for whoever has none open in this process.</summary>
    /// <exception cref="SideStoreInUseException">Another process has it open.</exception>
    public static IDatabase Database(string path)
    {
        try
        {
            return new DuckDbDatabase(path, Memory);
        }
        catch (StoreBusyException e)
        {
            throw new SideStoreInUseException(path, e);
        }
    }

    private static T Open<T>(string data, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SideStoreInUseException e)
        {
            throw new CommandException(ExitCode.TryLater, e.Message);
        }
        catch (StoreDamagedException e)
        {
            throw new CommandException(ExitCode.Failed, $"{e.Message.Split(" Move it away", StringSplitOptions.None)[0]} Restore it from a backup; or move it away, and what it held is lost.");
        }
        catch (Exception e) when (e is StoreForbiddenException or NewerStoreException)
        {
            throw new CommandException(ExitCode.Failed, e.Message);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"{data} may not be written: no permission. Ask its owner, or name another folder (--data).");
        }
        catch (IOException e)
        {
            throw new CommandException(ExitCode.Usage, $"The data folder {data} cannot be used: {e.Message}");
        }
    }
}
