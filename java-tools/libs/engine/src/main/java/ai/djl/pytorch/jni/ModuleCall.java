package ai.djl.pytorch.jni;

/**
 * Runs a method of a TorchScript module with gradients allowed.
 *
 * <p>The class stands in DJL's package because DJL's own public calls run a method in libtorch's inference mode, where nothing can
 * be differentiated, or rebuild the list of weights from named arrays at every call; the native door that does neither is visible
 * inside this package only.
 */
public final class ModuleCall {

    private ModuleCall() {}

    /**
     * Runs one method.
     *
     * @param module handle of the loaded module
     * @param method its name
     * @param gradients false for libtorch's inference mode; true when the method differentiates
     * @param arguments in the order of the method's signature; they stay owned by the caller
     * @return the method's result, owned by the caller
     * @throws ai.djl.engine.EngineException with libtorch's trace into the script when the script fails
     */
    public static IValue run(long module, String method, boolean gradients, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module, method, handles, gradients, false));
    }
}
