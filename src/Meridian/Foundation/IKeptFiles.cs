namespace Meridian.Foundation;

/// <summary>
/// Where the files of imports are when the folder of one machine is not the place for them, because other machines work on the same store. The data folder then holds copies.
/// A place is a folder of the data folder's <c>imports</c>, by its name.
/// </summary>
public interface IKeptFiles
{
    /// <summary>Saves all files of a folder as a place's, instead of what was there.</summary>
    void Save(string place, string folder);

    /// <summary>Gives a place another name, instead of what had it.</summary>
    void Rename(string from, string to);

    /// <summary>Makes a folder what was saved last, where it is not.</summary>
    void Bring(string place, string folder);

    /// <summary>Keeps a text under a place, instead of what was there, for whichever machine goes on with it.</summary>
    void Note(string place, byte[] text);

    /// <summary>What was noted there last; null for nothing.</summary>
    byte[]? Noted(string place);

    /// <summary>Forgets all of a place.</summary>
    void Drop(string place);

    /// <summary>Tells all machines where this one writes a backup, before it is begun.</summary>
    void ListBackup(string path);

    /// <summary>Forgets one of this machine that was not made after all.</summary>
    void UnlistBackup(string path);

    /// <summary>The backups of all machines.</summary>
    IReadOnlyList<(string Machine, string Path)> Backups();
}
