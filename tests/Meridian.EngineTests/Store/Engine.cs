using System.Reflection;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Xunit.Sdk;
using Xunit.v3;

namespace Meridian.EngineTests.Store;

/// <summary>A database engine that every test body runs on.</summary>
public enum Engine
{
    DuckDb,
}

/// <summary>The one place that knows which engines there are and how a fresh, empty database of each is made.</summary>
public static class Engines
{
    public static IReadOnlyList<Engine> All { get; } = Enum.GetValues<Engine>();

    /// <summary>A database that is empty and the caller's own; it goes when the folder and the object go.</summary>
    public static IDatabase Open(Engine engine, DataFolder folder) => engine switch
    {
        Engine.DuckDb => new DuckDbDatabase(folder.Store),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "This engine has no database."),
    };
}

/// <summary>One case of a theory, run on every engine: the engine comes first, then the values given here.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEnginesAttribute(params object?[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Engines.All.Select(engine => new TheoryDataRow([engine, .. values]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
