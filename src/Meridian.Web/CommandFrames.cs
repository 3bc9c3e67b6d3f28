using System.Buffers.Binary;
using System.Text;

namespace Meridian.Web;

/// <summary>What a command wrote, on its way from the server to the terminal: frames of one byte (o = output, e = errors, x = exit code), a length and UTF-8 text.</summary>
public static class CommandFrames
{
    public const byte Output = (byte)'o';
    public const byte Error = (byte)'e';
    public const byte Exit = (byte)'x';

    public static void Write(Stream stream, byte kind, ReadOnlySpan<char> text)
    {
        var bytes = new byte[5 + Encoding.UTF8.GetByteCount(text)];
        bytes[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), bytes.Length - 5);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(5));
        stream.Write(bytes);
        stream.Flush();
    }

    /// <summary>The next frame, or null at the stream's end.</summary>
    public static (byte Kind, string Text)? Read(Stream stream)
    {
        var head = new byte[5];
        var read = stream.ReadAtLeast(head, 5, throwOnEndOfStream: false);
        if (read < 5)
            return null;
        var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1))];
        stream.ReadExactly(body);
        return (head[0], Encoding.UTF8.GetString(body));
    }
}

/// <summary>A writer whose text becomes frames, line by line.</summary>
public sealed class FrameWriter(Stream stream, byte kind, Lock gate) : TextWriter
{
    private readonly StringBuilder _waiting = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        _waiting.Append(value);
        if (value == '\n' || _waiting.Length > 8_192)
            Flush();
    }

    public override void Write(string? value)
    {
        _waiting.Append(value);
        if (value is not null && (value.Contains('\n') || _waiting.Length > 8_192))
            Flush();
    }

    public override void Flush()
    {
        if (_waiting.Length == 0)
            return;
        var text = _waiting.ToString();
        _waiting.Clear();
        // Half of a surrogate pair would be lost between two frames.
        if (char.IsHighSurrogate(text[^1]))
        {
            _waiting.Append(text[^1]);
            text = text[..^1];
        }

        lock (gate)
            CommandFrames.Write(stream, kind, text);
    }
}
