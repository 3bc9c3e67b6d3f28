namespace Meridian.Foundation.Geography;

/// <summary>
/// What one thread looked up lately: a column of a million rows holds a few hundred texts, and a known text need not be folded again.
/// Direct-mapped and allocation-free after its first use; one per thread, so nothing is locked.
/// </summary>
internal sealed class RecentTexts
{
    private const int Slots = 512;
    private const int Width = 40;

    private readonly char[] _texts = new char[Slots * Width];
    private readonly byte[] _lengths = new byte[Slots];
    private readonly string?[] _answers = new string?[Slots];

    /// <summary>Looks the text up; the answer may be "", which says that the text means nothing. On a miss the slot is for <see cref="Keep"/>; -1: too long to keep.</summary>
    public bool TryGet(ReadOnlySpan<char> text, out string answer, out int slot)
    {
        answer = "";
        slot = -1;
        if (text.Length > Width)
            return false;
        slot = string.GetHashCode(text, StringComparison.Ordinal) & (Slots - 1);
        if (_answers[slot] is not { } known || !text.SequenceEqual(_texts.AsSpan(slot * Width, _lengths[slot])))
            return false;
        answer = known;
        return true;
    }

    public void Keep(int slot, ReadOnlySpan<char> text, string answer)
    {
        if (slot < 0)
            return;
        text.CopyTo(_texts.AsSpan(slot * Width));
        _lengths[slot] = (byte)text.Length;
        _answers[slot] = answer;
    }
}
