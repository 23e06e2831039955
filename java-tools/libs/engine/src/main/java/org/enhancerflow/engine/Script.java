package org.enhancerflow.engine;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ModuleCall;
import java.util.ArrayList;
import java.util.List;

/** A compiled TorchScript module. Not for use by several threads at once. */
public final class Script implements AutoCloseable {

    private final long module;
    private final Torch torch;

    Script(long module, Torch torch) {
        this.module = module;
        this.torch = torch;
    }

    /** Starts a call of a method; arguments follow in the order of its signature. */
    public Call call(String method) {
        return new Call(method);
    }

    @Override
    public void close() {
        JniUtils.deleteModule(module);
    }

    /** One call of a method: its arguments, then {@code run…}. */
    public final class Call {

        private final String method;
        private final List<IValue> arguments = new ArrayList<>();
        private final List<IValue> temporary = new ArrayList<>();

        private Call(String method) {
            this.method = method;
        }

        /** A {@code Tensor}. */
        public Call with(Tensor tensor) {
            return temporary(IValue.from(tensor.array()));
        }

        /** A {@code List[Tensor]}. */
        public Call with(TensorList tensors) {
            arguments.add(tensors.value());
            return this;
        }

        /** A {@code float}. */
        public Call with(double number) {
            return temporary(IValue.from(number));
        }

        /** An {@code int}. */
        public Call with(long number) {
            return temporary(IValue.from(number));
        }

        /** A {@code bool}. */
        public Call with(boolean flag) {
            return temporary(IValue.from(flag));
        }

        /** A {@code List[int]}. */
        public Call with(long[] numbers) {
            return temporary(IValue.listFrom(numbers));
        }

        /** A {@code List[float]}. */
        public Call with(double[] numbers) {
            return temporary(IValue.listFrom(numbers));
        }

        private Call temporary(IValue value) {
            temporary.add(value);
            arguments.add(value);
            return this;
        }

        /**
         * Runs a method that returns a {@code Tensor} and does not differentiate.
         *
         * @throws ScriptException when the script fails
         */
        public Tensor infer() {
            try (IValue result = run(false)) {
                return torch.adopt(result.toTensor(torch.manager()));
            }
        }

        /**
         * Runs a method that returns a {@code Tensor} and may differentiate.
         *
         * @throws ScriptException when the script fails
         */
        public Tensor compute() {
            try (IValue result = run(true)) {
                return torch.adopt(result.toTensor(torch.manager()));
            }
        }

        /**
         * Runs a method that returns a {@code List[Tensor]} and may differentiate.
         *
         * @throws ScriptException when the script fails
         */
        public TensorList computeList() {
            IValue result = run(true);
            List<Tensor> tensors = new ArrayList<>();
            for (PtNDArray array : result.toTensorArray(torch.manager())) {
                tensors.add(torch.adopt(array));
            }
            return new TensorList(tensors, result, true);
        }

        private IValue run(boolean gradients) {
            // A setting of the calling thread, which DJL leaves off.
            JniUtils.setGradMode(gradients);
            try {
                return ModuleCall.run(module, method, gradients, arguments.toArray(IValue[]::new));
            } catch (EngineException e) {
                throw new ScriptException("script method " + method + " failed: " + e.getMessage(), e);
            } finally {
                temporary.forEach(IValue::close);
            }
        }
    }
}
