using System.Reflection;
using System.Runtime.ExceptionServices;
using Meridian.Foundation.Database;

namespace Meridian.WebTests.Running;

/// <summary>Stands before a database, its sessions and their transactions: a commit is done, and where it is told so its answer is lost.</summary>
public class LostAnswer : DispatchProxy
{
    private object _inner = null!;
    private Func<bool> _lose = null!;

    public static IDatabase Before(IDatabase database, Func<bool> lose) => Before<IDatabase>(database, lose);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        object? result;
        try
        {
            result = targetMethod!.Invoke(_inner, args);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }

        if (targetMethod.Name == nameof(ITransaction.Commit) && _lose())
            throw new InvalidOperationException("the answer to the commit was lost");
        return result switch
        {
            ISession session => Before(session, _lose),
            ITransaction transaction => Before(transaction, _lose),
            _ => result,
        };
    }

    private static T Before<T>(T inner, Func<bool> lose)
        where T : class
    {
        var proxy = Create<T, LostAnswer>();
        var answer = (LostAnswer)(object)proxy;
        (answer._inner, answer._lose) = (inner, lose);
        return proxy;
    }
}
