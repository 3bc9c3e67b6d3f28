using Meridian.Foundation.Database;

namespace Meridian.Numbers;

/// <summary>What somebody does with a side store.</summary>
public enum SideUse
{
    /// <summary>Reads what is there; any number at once, also beside one who writes.</summary>
    Read,

    /// <summary>Adds and changes rows; one at a time.</summary>
    Write,

    /// <summary>Erases: nobody else may have the file open, because it is written anew and because a run that goes on could put back what is erased.</summary>
    Erase,
}

/// <summary>Somebody else has a side store open; the message says which and that it is to be tried again.</summary>
public sealed class SideStoreInUseException(string path, Exception? inner = null)
    : Exception($"{path} is in use: another command looks up, screens or rechecks numbers in it. Wait until it has finished, then try again.", inner);

/// <summary>
/// The side stores that are open in this process, one database object for each file however many commands work in it: a server runs commands side by side, and an engine's lock on a file keeps out other
/// processes only. Two engines on one file would write over each other.
/// </summary>
internal static class SideDatabases
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Held> Open = new(StringComparer.Ordinal);

    /// <param name="path">Full path of the file.</param>
    /// <param name="open">Opens or makes it, where nobody has it open.</param>
    /// <exception cref="SideStoreInUseException">Who has it open does not go together with this use.</exception>
    public static Held Take(string path, SideUse use, Func<string, IDatabase> open)
    {
        lock (Gate)
        {
            if (!Open.TryGetValue(path, out var held))
                Open[path] = held = new Held(path, open(path));
            else if (held.Erases || use == SideUse.Erase || (use == SideUse.Write && held.Writes))
                throw new SideStoreInUseException(path);
            held.Users++;
            held.Writes |= use == SideUse.Write;
            held.Erases |= use == SideUse.Erase;
            return held;
        }
    }

    /// <summary>One file that is open.</summary>
    internal sealed class Held(string path, IDatabase database)
    {
        public IDatabase Database { get; private set; } = database;

        public int Users { get; set; }

        public bool Writes { get; set; }

        public bool Erases { get; set; }

        /// <summary>Gives it back; the last one closes the file.</summary>
        public void Return(SideUse use)
        {
            lock (Gate)
            {
                Writes &= use != SideUse.Write;
                Erases &= use != SideUse.Erase;
                if (--Users > 0)
                    return;
                Open.Remove(path);
                Database.Dispose();
            }
        }

        /// <summary>Closes the file, has it replaced, and opens it again. Only for <see cref="SideUse.Erase"/>, when its session is closed.</summary>
        public void Replace(Action replace, Func<string, IDatabase> open)
        {
            lock (Gate)
            {
                Database.Dispose();
                replace();
                Database = open(path);
            }
        }
    }
}
