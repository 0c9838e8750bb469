package dev.leveret.store;

/**
 * Takes definitions, each kind by a method of its own. For what is done at every start: a switch over types has to be made by the JVM when it
 * is first used, which takes it some milliseconds each time.
 */
public interface DefinitionVisitor extends AccessVisitor {

    void exchange(ExchangeDefinition exchange);

    void queue(QueueDefinition queue);

    void binding(BindingDefinition binding);

    void policy(PolicyDefinition policy);

    void virtualHost(VirtualHostDefinition virtualHost);

    void globalParameter(GlobalParameterDefinition parameter);

    void returnCount(ReturnCount count);
}
