namespace Meridian.Ingest;

/// <summary>The copy of an imported file that the log points at is gone or changed; the message says which, and what to do.</summary>
public sealed class KeptFileException(string message) : Exception(message);
