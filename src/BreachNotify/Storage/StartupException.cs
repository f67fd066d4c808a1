namespace BreachNotify.Storage;

/// <summary>The service cannot start; the message says what is wrong and what to do, and is printed without a stack trace.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
