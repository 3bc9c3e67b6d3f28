namespace Meridian.PhoneData.Automata;

/// <summary>A deterministic automaton over the ten digits. State 0 is dead: nothing leads out of it and it accepts nothing.</summary>
internal sealed class Automaton
{
    public const int Dead = 0;

    /// <summary>Ten successors a state.</summary>
    public List<int[]> Next { get; } = [new int[10]];

    /// <summary>What a text that ends in the state means; 0 is nothing.</summary>
    public List<int> Accept { get; } = [0];

    public int Start { get; set; }

    public int Add(int accept)
    {
        Next.Add(new int[10]);
        Accept.Add(accept);
        return Next.Count - 1;
    }
}
