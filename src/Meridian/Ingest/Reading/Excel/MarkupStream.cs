namespace Meridian.Ingest.Reading;

/// <summary>Keeps an XML parser's memory flat: it holds a tag or a text whole, so a stretch without any '>' longer than <see cref="ReadingLimits.UnbrokenBytes"/> ends the reading.</summary>
internal sealed class MarkupStream(string path, Stream inner) : ForwardStream
{
    private int _unbroken;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        var last = buffer[..read].LastIndexOf((byte)'>');
        _unbroken = last < 0 ? _unbroken + read : read - last - 1;
        return _unbroken <= ReadingLimits.UnbrokenBytes ? read : throw ReadingErrors.Workbook(path, "holds a cell or tag longer than 1 MiB");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
